import { createHash } from 'node:crypto';

/**
 * The Message-ID of a message: the same for each attempt, so that a mailbox that gets it twice can tell.
 * @param generation raised when an operator has a mail that arrived sent again
 */
export function messageIdOf(idempotencyKey: string, generation: number, from: string): string {
  const digest = createHash('sha256').update(`${idempotencyKey}|${generation}`).digest('hex').slice(0, 32);
  return `<${digest}@${domainOf(from)}>`;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
