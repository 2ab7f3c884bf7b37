import { messageIdOf } from '../mail/message-id.js';
import type { ClaimedMessage } from '../outbox/index.js';

/** Returns the Message-ID of earlier attempts, or a new one. */
export function messageIdFor({ messageId, idempotencyKey, attempt }: ClaimedMessage, from: string): string {
  return messageId ?? messageIdOf(idempotencyKey, attempt, from);
}
