import { pendingSql, type EventSource } from './event-source.js';
import type { Plan } from './plan.js';

/**
 * Selects the events of this slot: new ones, and those that still wait for a guardian. Later steps read this set, so
 * that an event committed meanwhile belongs wholly to the next slot.
 */
export async function selectPendingEvents(
  { transaction, kind, slot, now, clock, windowStart }: Plan,
  source: EventSource,
): Promise<void> {
  const from = clock.toSource(windowStart);
  await transaction.execute(
    `UPDATE {planned_events} SET state = 'planned', slot = :slot
     WHERE kind = :kind AND state = 'waiting' AND occurred_at >= :from`,
    { kind: kind.id, slot, from },
  );
  await transaction.execute(
    "UPDATE {planned_events} SET state = 'skipped', slot = :slot WHERE kind = :kind AND state = 'waiting' AND occurred_at < :from",
    { kind: kind.id, slot, from },
  );
  await transaction.execute(
    `INSERT INTO {planned_events} (kind, event_id, occurred_at, state, slot)
     SELECT :kind, e.event_id, MIN(e.occurred_at), 'planned', :slot FROM {${source.view}} e
     WHERE e.occurred_at >= :from AND e.occurred_at <= :until AND ${pendingSql(source, transaction.dialect.name)}
     GROUP BY e.event_id`,
    { kind: kind.id, slot, from, until: clock.toSource(now) },
  );
}
