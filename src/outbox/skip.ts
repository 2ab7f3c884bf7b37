import type { Database } from '../database/index.js';
import type { ClaimedMessage, SkipReason } from './message.js';

/**
 * Ends a claimed message that has nobody or nothing to be sent to any more. Where its recipient fell away, events
 * that no other message of its slot carries go back to waiting: another guardian, or the fallback, gets them with
 * the next plan. Events that are gone from the source stay closed.
 */
export async function skip(
  transaction: Database,
  { id, kind, slot }: ClaimedMessage,
  token: string,
  reason: SkipReason,
  now: Date,
): Promise<void> {
  const changed = await transaction.execute(
    `UPDATE {messages} SET state = 'skipped', reason = :reason, finished_at = :now, lease_owner = NULL, lease_until = NULL
     WHERE id = CAST(:id AS bigint) AND lease_owner = :token AND state = 'claimed'`,
    { id, token, reason, now: now.toISOString() },
  );
  if (changed !== 1 || reason === 'events-gone') return;
  await transaction.execute(
    `UPDATE {planned_events} SET state = 'waiting'
     WHERE kind = :kind AND state = 'planned'
     AND event_id IN (SELECT me.event_id FROM {message_events} me WHERE me.message_id = CAST(:id AS bigint))
     AND event_id NOT IN (
       SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
       WHERE m.kind = :kind AND m.slot = :slot AND m.state <> 'skipped')`,
    { id, kind, slot },
  );
}
