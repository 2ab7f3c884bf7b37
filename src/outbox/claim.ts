import type { KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { countDue } from './counts.js';

export interface Claim {
  /** Marks the rows of this claim; content is loaded by it, so no list of ids travels. */
  readonly token: string;
  readonly kinds: readonly KindId[];
  readonly limit: number;
  readonly leaseMs: number;
  readonly now: Date;
}

/** How often an empty claim is looked at again where others may hold what is left, and how long after. */
const maxTries = 5;
const retryPauseMs = 50;

/**
 * Takes up to `limit` messages under a lease: fresh ones first, oldest first, then retries that are due.
 * @returns how many were taken
 */
export async function claim(database: Database, request: Claim): Promise<number> {
  if (request.kinds.length === 0) return 0;
  for (let look = 1; ; look += 1) {
    const taken = await take(database, request);
    if (taken > 0 || !database.dialect.skipsLockedRows) return taken;
    const before = await countClaimed(database, request.token);
    if (before > 0 || look === maxTries || (await countDue(database, request.kinds, request.now)) === 0) return before;
    await new Promise((resolve) => setTimeout(resolve, retryPauseMs * look));
  }
}

async function take(database: Database, { token, kinds, limit, leaseMs, now }: Claim): Promise<number> {
  const set = `state = 'claimed', lease_owner = :token, lease_until = ${database.dialect.now(leaseMs)}`;
  const ofKinds = `kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
  const update = (count: number, where: string, order: string) =>
    database.execute(database.dialect.updateTop('messages', count, set, `${where} AND ${ofKinds}`, order), {
      token,
      now: now.toISOString(),
    });

  // The oldest: what is queued has no time of a next attempt. In the index's order, for else each claim would sort the queue.
  const fresh = await update(limit, "state = 'queued'", 'next_attempt_at, id');
  return fresh === limit
    ? fresh
    : fresh + (await update(limit - fresh, "state = 'deferred' AND next_attempt_at <= :now", 'next_attempt_at, id'));
}

/** A claim that happened, and whose answer was lost with the connection, finds nothing when it is repeated. */
async function countClaimed(database: Database, token: string): Promise<number> {
  const [row] = await database.query<{ taken: number }>(
    'SELECT COUNT(*) AS taken FROM {messages} WHERE lease_owner = :token',
    { token },
  );
  return row!.taken;
}
