import type { KindId } from '../config/index.js';
import { statement, type Database, type Statement } from '../database/index.js';
import { countDue, ofKindsSql } from './counts.js';

export interface Claim {
  /** Marks the rows of this claim. Content is loaded by it, so no list of ids is sent to the database. */
  readonly token: string;
  readonly kinds: readonly KindId[];
  readonly limit: number;
  readonly leaseMs: number;
  readonly now: Date;
  /** Claims only this message, also before its next attempt is due. */
  readonly only?: string | undefined;
}

/** An empty claim is tried again this often, because other runs may have locked what is left. */
const maxTries = 5;
const retryPauseMs = 50;

/**
 * Claims up to `limit` messages under a lease: new ones first, oldest first, then retries that are due.
 * @returns how many were claimed
 */
export async function claim(database: Database, request: Claim): Promise<number> {
  if (request.kinds.length === 0) return 0;
  for (let attempt = 1; ; attempt += 1) {
    const claimed = await claimOnce(database, request);
    if (claimed > 0 || !database.dialect.skipsLockedRows) return claimed;
    const before = await countClaimed(database, request.token);
    if (
      before > 0 ||
      request.only !== undefined ||
      attempt === maxTries ||
      (await countDue(database, request.kinds, request.now)) === 0
    )
      return before;
    await new Promise((resolve) => setTimeout(resolve, retryPauseMs * attempt));
  }
}

async function claimOnce(database: Database, { token, kinds, limit, leaseMs, now, only }: Claim): Promise<number> {
  const bindings = { token, leaseMs, now: now.toISOString() };
  if (only !== undefined) return database.execute(claimOnly(kinds), { ...bindings, limit: 1, only });
  const fresh = await database.execute(claimQueued(kinds), { ...bindings, limit });
  return fresh === limit
    ? fresh
    : fresh + (await database.execute(claimDeferred(kinds), { ...bindings, limit: limit - fresh }));
}

const claimQueued = (kinds: readonly KindId[]): Statement => claimStatement('claim-queued', kinds, "state = 'queued'");
const claimDeferred = (kinds: readonly KindId[]): Statement =>
  claimStatement('claim-deferred', kinds, "state = 'deferred' AND next_attempt_at <= :now");

const claimOnly = (kinds: readonly KindId[]): Statement =>
  claimStatement('claim-only', kinds, "state IN ('queued', 'deferred') AND id = CAST(:only AS bigint)");

/** Oldest first. ORDER BY matches messages_by_state, otherwise every claim sorts the queue. */
function claimStatement(name: string, kinds: readonly KindId[], where: string): Statement {
  return statement(
    `outbox.${name}`,
    (dialect) =>
      dialect.updateTop(
        'messages',
        ':limit',
        `state = 'claimed', lease_owner = :token, lease_until = ${dialect.now(':leaseMs')}`,
        `${where} AND ${ofKindsSql(kinds)}`,
        'next_attempt_at, id',
      ),
    { integers: ['limit', 'leaseMs'] },
  );
}

const countClaimedMessages = statement(
  'outbox.count-claimed',
  'SELECT COUNT(*) AS claimed FROM {messages} WHERE lease_owner = :token',
  { numbers: ['claimed'] },
);

const moveMessage = statement(
  'outbox.move-claim',
  'UPDATE {messages} SET lease_owner = :to WHERE id = CAST(:id AS bigint) AND lease_owner = :token',
);

export const claimStatements = (kinds: readonly KindId[]): Statement[] => [
  claimQueued(kinds),
  claimDeferred(kinds),
  claimOnly(kinds),
  countClaimedMessages,
  moveMessage,
];

/** Counts what an earlier try has claimed: its answer may have been lost with the connection. */
async function countClaimed(database: Database, token: string): Promise<number> {
  const [row] = await database.query<{ claimed: number }>(countClaimedMessages, { token });
  return row!.claimed;
}

/** Moves one message to a claim of its own. Returns false if its lease was lost. */
export async function moveClaim(database: Database, id: string, token: string, to: string): Promise<boolean> {
  const changed = await database.execute(moveMessage, { id, token, to });
  return changed === 1;
}
