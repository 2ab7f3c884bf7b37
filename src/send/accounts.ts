import type { MailboxConfig } from '../config/index.js';
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
