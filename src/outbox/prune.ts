import type { KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { raiseCoverage } from './planning/activations.js';

const day = 86_400_000;
const runDays = 30;
const messageDays = 400;
const eventDays = 30;

/** Deletes what has outlived its use, so that the state's size stays flat. */
export async function prune(transaction: Database, now: Date): Promise<void> {
  const before = (days: number) => ({ before: new Date(now.getTime() - days * day).toISOString() });
  await transaction.execute('DELETE FROM {runs} WHERE started_at < :before', before(runDays));
  await transaction.execute('DELETE FROM {attempts} WHERE started_at < :before', before(runDays));
  await transaction.execute('DELETE FROM {absence_changes} WHERE detected_at < :before', before(messageDays));
  // Not `IN` what has ended: SQLite would go by the state, through everything that was ever sent.
  const old = "created_at < :before AND state NOT IN ('queued', 'claimed', 'sending', 'deferred', 'unknown')";
  await transaction.execute(
    `DELETE FROM {message_events} WHERE message_id IN (SELECT id FROM {messages} WHERE ${old})`, before(messageDays));
  await transaction.execute(`DELETE FROM {messages} WHERE ${old}`, before(messageDays));
}

/**
 * Forgets events of a kind thirty days older than its window. Its activation then starts after them, so a
 * longer `lookback` later does not take them for new.
 * @param before the bound, in the source's clock and as a point in time
 */
export async function pruneEvents(transaction: Database, kind: KindId, windowStart: Date, toSource: (instant: Date) => string): Promise<void> {
  const before = new Date(windowStart.getTime() - eventDays * day);
  await transaction.execute(
    "DELETE FROM {planned_events} WHERE kind = :kind AND occurred_at < :before AND state <> 'waiting'",
    { kind, before: toSource(before) });
  await raiseCoverage(transaction, kind, before);
}
