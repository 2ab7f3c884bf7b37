import type { MailboxConfig } from '../config/index.js';
import type { NotifyError } from '../errors/index.js';
import { loginRefused } from '../mail/classify.js';
import type { Mailer } from '../mail/mailer.js';
import { bounded, type AccountLimits } from '../outbox/index.js';

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

/** The error of an account that rests because its login was refused. Undefined if the configuration has none of it. */
export function refusedLogin({ transport }: MailboxConfig, name: string, reason: string): NotifyError | undefined {
  const accounts = transport.type === 'smtp' ? transport.accounts : [];
  const account = accounts.find((configured) => bounded('account', configured.name) === name);
  if (account?.login === undefined) return undefined;
  const { host, port, login } = account;
  return loginRefused({ host, port, user: login.user, hasToken: 'oauth2' in login }, reason);
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
