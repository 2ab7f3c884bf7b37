import type { MailboxConfig } from '../config/index.js';
import type { Recipient } from '../outbox/index.js';

/**
 * The recipient to whom a mail really goes: with `redirectTo`, all mails go to one address and say for whom they are.
 */
export function redirected({ redirectTo }: Pick<MailboxConfig, 'redirectTo'>, recipient: Recipient): Recipient {
  return redirectTo === undefined ? recipient : { ...recipient, address: redirectTo, intendedFor: recipient.address };
}
