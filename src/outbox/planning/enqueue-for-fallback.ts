import { statement } from '../../database/index.js';
import { addressKey, type Plan } from './plan.js';

const leaveWaiting = statement(
  'planning.leave-waiting',
  `UPDATE {planned_events} SET state = 'waiting' WHERE kind = :kind AND slot = :slot AND state = 'planned'
     AND event_id NOT IN (
       SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
       WHERE m.kind = :kind AND m.slot = :slot)`,
);
const deleteEmptyMessages = statement(
  'planning.delete-empty-messages',
  `DELETE FROM {messages} WHERE kind = :kind AND slot = :slot
     AND NOT EXISTS (SELECT 1 FROM {message_events} me WHERE me.message_id = {messages}.id)`,
);
const insertFallbackMessage = statement(
  'planning.insert-fallback-message',
  `INSERT INTO {messages} (idempotency_key, kind, slot, recipient, address, state, created_at)
       VALUES (:key, :kind, :slot, :recipient, :address, 'queued', :now)`,
);
const linkFallbackEvents = statement(
  'planning.link-fallback-events',
  `INSERT INTO {message_events} (message_id, event_id)
     SELECT m.id, p.event_id FROM {planned_events} p
     JOIN {messages} m ON m.kind = :kind AND m.slot = :slot AND m.user_id IS NULL
     WHERE p.kind = :kind AND p.slot = :slot AND p.state = 'waiting'`,
);
const closeWaitingEvents = statement(
  'planning.close-waiting-events',
  `UPDATE {planned_events} SET state = 'planned' WHERE kind = :kind AND slot = :slot AND state = 'waiting'`,
);

export const fallbackStatements = [
  leaveWaiting,
  deleteEmptyMessages,
  insertFallbackMessage,
  linkFallbackEvents,
  closeWaitingEvents,
];

/**
 * Enqueues events that reach no guardian for the fallback recipients. Without a fallback they wait for a guardian.
 * Then deletes messages without events: their guardian was unassigned during planning.
 */
export async function enqueueForFallback(plan: Plan): Promise<void> {
  const { transaction, kind, slot } = plan;
  const unassigned = await transaction.execute(leaveWaiting, { kind: kind.id, slot });
  if (unassigned > 0 && plan.fallbackRecipients.length > 0) await enqueueForAddresses(plan);
  await transaction.execute(deleteEmptyMessages, { kind: kind.id, slot });
}

async function enqueueForAddresses({ transaction, kind, slot, now, fallbackRecipients }: Plan): Promise<void> {
  for (const address of fallbackRecipients) {
    const recipient = addressKey(address);
    await transaction.execute(insertFallbackMessage, {
      key: `${kind.id}|at ${slot}|${recipient}`,
      kind: kind.id,
      slot,
      recipient,
      address,
      now: now.toISOString(),
    });
  }
  await transaction.execute(linkFallbackEvents, { kind: kind.id, slot });
  await transaction.execute(closeWaitingEvents, { kind: kind.id, slot });
}
