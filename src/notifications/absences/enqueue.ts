import { statement } from '../../database/index.js';
import { addressKey, type Plan } from '../../outbox/index.js';
import { usableCopies } from '../../source/index.js';
import { detectChanges } from './detect.js';

const insertMessage = statement(
  'absences.insert-message',
  (
    dialect,
  ) => `INSERT INTO {messages} (idempotency_key, kind, slot, reference_day, recipient, address, state, created_at)
       SELECT :key, :kind, :slot, :today, :recipient, :address, 'queued', :now
       WHERE EXISTS (SELECT 1 FROM {absence_changes} c WHERE c.slot = :slot)
       OR (EXISTS (SELECT 1 FROM ${usableCopies('source_absences', dialect)} a WHERE a.date_from <= :today AND a.date_to >= :today)
         AND NOT EXISTS (SELECT 1 FROM {messages} m WHERE m.kind = :kind AND m.recipient = :recipient AND m.reference_day = :today))`,
);
const linkChanges = statement(
  'absences.link-changes',
  `INSERT INTO {message_events} (message_id, event_id)
     SELECT m.id, c.id FROM {messages} m JOIN {absence_changes} c ON c.slot = m.slot
     WHERE m.kind = :kind AND m.slot = :slot`,
);

export const enqueueAbsencesStatements = [insertMessage, linkChanges];

/**
 * Enqueues a message per address if something changed. Otherwise one per day if somebody is absent today and the
 * address has none yet.
 */
export async function enqueueAbsences(plan: Plan): Promise<void> {
  await detectChanges(plan);
  const { transaction, kind, slot, today, now } = plan;
  for (const address of kind.recipients) {
    const recipient = addressKey(address);
    await transaction.execute(insertMessage, {
      key: `${kind.id}|at ${slot}|${recipient}`,
      kind: kind.id,
      slot,
      today,
      recipient,
      address,
      now: now.toISOString(),
    });
  }
  await transaction.execute(linkChanges, { kind: kind.id, slot });
}
