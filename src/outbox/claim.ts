import type { KindId } from '../config/index.js';
import type { Database } from '../database/index.js';

export interface Claim {
  /** Marks the rows of this claim; content is loaded by it, so no list of ids travels. */
  readonly token: string;
  readonly kinds: readonly KindId[];
  readonly limit: number;
  readonly leaseMs: number;
  readonly now: Date;
}

/**
 * Takes up to `limit` messages under a lease: fresh ones first, oldest first, then retries that are due.
 * @returns how many were taken; on SQL Server none taken is no proof that none are left
 */
export async function claim(database: Database, { token, kinds, limit, leaseMs, now }: Claim): Promise<number> {
  if (kinds.length === 0) return 0;
  const set = `state = 'claimed', lease_owner = :token, lease_until = ${database.dialect.now(leaseMs)}`;
  const ofKinds = `kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
  const take = (count: number, where: string, order: string) => database.execute(
    database.dialect.updateTop('messages', count, set, `${where} AND ${ofKinds}`, order), { token, now: now.toISOString() });

  const fresh = await take(limit, "state = 'queued'", 'id');
  return fresh === limit ? fresh
    : fresh + await take(limit - fresh, "state = 'deferred' AND next_attempt_at <= :now", 'next_attempt_at');
}
