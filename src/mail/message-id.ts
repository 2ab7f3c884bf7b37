import { createHash } from 'node:crypto';
import { normaliseAddress } from '../address.js';

/** With it, a Message-ID fits into its column of the state tables. */
const maxDomainLength = 200;

/**
 * Returns the Message-ID of a message. It is the same for each attempt, so that a mailbox can drop a duplicate.
 * @param generation raised if an operator resends a mail that has arrived
 */
export function messageIdOf(idempotencyKey: string, generation: number, from: string): string {
  const digest = createHash('sha256').update(`${idempotencyKey}|${generation}`).digest('hex').slice(0, 32);
  return `<${digest}@${domainOf(from)
    .slice(-maxDomainLength)
    .replace(/^[.-]+/, '')}>`;
}

/** Returns the domain of an address, in lower case and in Punycode. */
export function domainOf(address: string): string {
  return normaliseAddress(address).slice(address.lastIndexOf('@') + 1);
}
