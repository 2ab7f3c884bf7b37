import { randomBytes, randomUUID } from 'node:crypto';
import { hasEnded, processIdentity } from '../process-identity.js';

/**
 * Creates the id of a run, which owns its leases: at most 40 characters, without `:`, `%` and `_`. It carries the
 * identity of the process, if there is one, so that another run can tell whether it has ended.
 */
export function createOwner(): string {
  const identity = processIdentity();
  return identity === undefined ? randomUUID() : `${identity}-${randomBytes(4).toString('hex')}`;
}

/** True only if it is certain that the run's process has ended. */
export function hasOwnerEnded(owner: string): boolean {
  const [, identity] = /^([0-9a-f]{10}-[0-9a-z]+-[0-9a-z]+)-[0-9a-f]{8}$/.exec(owner) ?? [];
  return identity !== undefined && hasEnded(identity);
}
