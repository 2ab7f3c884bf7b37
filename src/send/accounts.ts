import type { MailboxConfig } from '../config/index.js';
import type { Mailer } from '../mail/index.js';
import type { AccountLimits } from '../outbox/index.js';

/** A way out for mails, and what limits it. */
export interface Account extends AccountLimits {
  readonly from: string;
  /** Of all runs on all hosts together; absent where nothing limits them. */
  readonly connections?: number;
  /** Bytes. */
  readonly maxMessageSize?: number;
  /** Loads what it needs to send, and connects with the first mail. */
  open(connections: number): Promise<Mailer>;
}

/** The configured ways out, in the order in which they take over from each other. */
export function accountsOf({ from, transport }: MailboxConfig): Account[] {
  if (transport.type === 'pickup') {
    return [
      {
        name: transport.directory,
        from,
        open: async () => (await import('../mail/index.js')).openPickup(transport.directory),
      },
    ];
  }
  return transport.accounts.map((account) => ({
    ...account,
    open: async (connections) => (await import('../mail/index.js')).openSmtp(account, connections),
  }));
}
