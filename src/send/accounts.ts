import type { MailboxConfig } from '../config/index.js';
import type { NotifyError } from '../errors/index.js';
import { classify } from '../mail/classify.js';
import type { Mailer } from '../mail/mailer.js';
import { bounded, isLoginRefusal, type AccountLimits } from '../outbox/index.js';

/** An account or a pickup folder, with its limits. */
export interface Account extends AccountLimits {
  readonly from: string;
  /** Connections of all runs on all hosts together; absent if nothing limits them. */
  readonly connections?: number;
  /** Bytes. */
  readonly maxMessageSize?: number;
  /** Loads what sending needs. The first mail connects. */
  open(): Promise<Mailer>;
}

/**
 * The error with which an earlier run was refused, if it was a login.
 * @returns undefined if it was none, or if the account has no login any more
 */
export function refusedLogin(
  { transport }: MailboxConfig,
  name: string,
  refusal: { readonly phase: string; readonly text: string },
): NotifyError | undefined {
  const accounts = transport.type === 'smtp' ? transport.accounts : [];
  const account = accounts.find((configured) => bounded('account', configured.name) === name);
  if (account?.login === undefined || !isLoginRefusal(refusal)) return undefined;
  const { host, port, login } = account;
  const { text } = refusal;
  const error = { message: text, response: text, responseCode: Number(text.slice(0, 3)), code: 'EAUTH' };
  const conversation = { hasEnvelopeStarted: false, isBodySent: false, mask: (masked: string) => masked };
  return classify(error, { host, port, user: login.user, hasToken: 'oauth2' in login, ...conversation }).accountError;
}

/** The configured accounts, in the order in which they take over from each other. */
export function accountsOf({ from, transport }: MailboxConfig): Account[] {
  if (transport.type === 'pickup') {
    return [
      {
        name: bounded('account', transport.directory),
        from,
        open: async () => (await import('../mail/open-mailer.js')).openPickup(transport.directory),
      },
    ];
  }
  return transport.accounts.map((account) => ({
    ...account,
    name: bounded('account', account.name),
    open: async () => (await import('../mail/open-mailer.js')).openSmtp(account),
  }));
}
