import type { Recipient } from '../outbox/index.js';

/** The recipient of a mail that goes to `to` instead. It says for whom it is. */
export function redirected(recipient: Recipient, to: string | undefined): Recipient {
  return to === undefined || to === recipient.address
    ? recipient
    : { ...recipient, address: to, intendedFor: recipient.address };
}
