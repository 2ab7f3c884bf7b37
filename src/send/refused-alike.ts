import type { Database } from '../database/index.js';
import type { DeliveryResult, Reply } from '../mail/mailer.js';
import { isAmbiguous } from '../mail/reply-class.js';
import { lastDeferral, type ClaimedMessage } from '../outbox/index.js';

/**
 * Whether a message was refused with the same reply before, and that was found to be its recipient's fault. Asked only
 * about a refusal that may be the account's. If the database does not answer, the account stays suspected.
 */
export async function wasRefusedAlike(
  database: Database,
  { id, deferrals }: ClaimedMessage,
  { replyClass, reply }: DeliveryResult,
): Promise<boolean> {
  if (deferrals === 0 || !isAmbiguous(replyClass)) return false;
  const before = await lastDeferral(database, id).catch(() => undefined);
  return before !== undefined && isAlike(reply, before);
}

/** Whether two replies mean the same. Addresses and words with digits, such as queue ids, may differ. */
export function isAlike(one: Reply, other: Reply): boolean {
  return one.code === other.code && significantWords(one) === significantWords(other);
}

function significantWords({ text }: Reply): string {
  return text
    .toLowerCase()
    .replace(/<[^>]*>|\S+@\S+/g, '')
    .split(/\s+/)
    .filter((word) => !/\d/.test(word))
    .join(' ');
}
