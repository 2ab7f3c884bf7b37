import { statement, type Database } from '../database/index.js';
import type { ClaimedMessage, SkipReason } from './message.js';

const skipMessage = statement(
  'outbox.skip-message',
  `UPDATE {messages} SET state = 'skipped', reason = :reason, finished_at = :now, lease_owner = NULL, lease_until = NULL
     WHERE id = CAST(:id AS bigint) AND lease_owner = :token AND state = 'claimed'`,
);
const returnEvents = statement(
  'outbox.return-events',
  `UPDATE {planned_events} SET state = 'waiting'
     WHERE kind = :kind AND state = 'planned'
     AND event_id IN (SELECT me.event_id FROM {message_events} me WHERE me.message_id = CAST(:id AS bigint))
     AND event_id NOT IN (
       SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
       WHERE m.kind = :kind AND m.slot = :slot AND m.state <> 'skipped')`,
);

const forgetEvents = statement(
  'outbox.forget-events',
  `DELETE FROM {planned_events} WHERE kind = :kind AND state = 'planned'
     AND event_id IN (SELECT me.event_id FROM {message_events} me WHERE me.message_id = CAST(:id AS bigint))
     AND event_id NOT IN (
       SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
       WHERE m.kind = :kind AND m.state <> 'skipped'
       AND me.event_id IN (SELECT own.event_id FROM {message_events} own WHERE own.message_id = CAST(:id AS bigint)))`,
);

export const skipStatements = [skipMessage, returnEvents, forgetEvents];

/**
 * Skips a claimed message whose recipient or content is gone. If the recipient is gone, its events wait again, unless
 * another message of the slot carries them: the next plan gives them to another guardian or the fallback. Events that
 * are gone from the source are forgotten, unless another message carries them: they are new if they come back, as when
 * a view was empty by mistake.
 */
export async function skip(
  transaction: Database,
  { id, kind, slot }: ClaimedMessage,
  token: string,
  reason: SkipReason,
  now: Date,
): Promise<void> {
  const changed = await transaction.execute(skipMessage, { id, token, reason, now: now.toISOString() });
  if (changed !== 1) return;
  if (reason === 'events-gone') await transaction.execute(forgetEvents, { id, kind });
  else await transaction.execute(returnEvents, { id, kind, slot });
}
