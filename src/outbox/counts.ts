import type { KindConfig, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';

/** How many messages of the kinds could be sent now. */
export async function countWaiting(database: Database, kinds: readonly KindId[], now: Date): Promise<number> {
  const rows = await database.query<{ kind: KindId; waiting: number }>(
    `SELECT kind, COUNT(*) AS waiting FROM {messages}
     WHERE state = 'queued' OR (state = 'deferred' AND next_attempt_at <= :now) GROUP BY kind`, { now: now.toISOString() });
  return rows.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { waiting }) => sum + waiting, 0);
}

/** How many messages are `unknown` and held for an operator. */
export async function countHeld(database: Database, kinds: readonly KindConfig[]): Promise<number> {
  const held = new Set(kinds.filter(({ onUnknown }) => onUnknown === 'hold').map(({ id }) => id));
  if (held.size === 0) return 0;
  const rows = await database.query<{ kind: KindId; count: number }>(
    "SELECT kind, COUNT(*) AS count FROM {messages} WHERE state = 'unknown' GROUP BY kind");
  return rows.filter(({ kind }) => held.has(kind)).reduce((sum, { count }) => sum + count, 0);
}
