import { statement, type Statement } from '../../database/index.js';
import { timeBound } from '../../source/index.js';
import { pendingEvents, type EventSource } from './event-source.js';
import type { Plan } from './plan.js';

const takeWaiting = statement(
  'planning.take-waiting-events',
  (dialect) => `UPDATE {planned_events} SET state = 'planned', slot = :slot
     WHERE kind = :kind AND state = 'waiting' AND occurred_at >= ${timeBound(':from', dialect)}`,
);
const expireWaiting = statement(
  'planning.expire-waiting-events',
  (dialect) => `UPDATE {planned_events} SET state = 'skipped', slot = :slot
     WHERE kind = :kind AND state = 'waiting' AND occurred_at < ${timeBound(':from', dialect)}`,
);
const insertNewEvents = (source: EventSource) =>
  statement(
    `planning.new-events-${source.view}-${source.role}`,
    (dialect) =>
      `INSERT INTO {planned_events} (kind, event_id, occurred_at, state, slot)
     SELECT :kind, e.event_id, MIN(e.occurred_at), 'planned', :slot
     ${pendingEvents(source, { from: ':from', until: ':until' }, dialect)}
     GROUP BY e.event_id${dialect.recompile}`,
  );

export const pendingStatements = [takeWaiting, expireWaiting];
export const newEventStatements = (source: EventSource): Statement[] => [insertNewEvents(source)];

/**
 * Selects the events of this slot: new ones, and those that still wait for a guardian. Later steps read this set, so
 * that an event committed meanwhile belongs wholly to the next slot.
 * @returns how many they are
 */
export async function selectPendingEvents(
  { transaction, kind, slot, now, clock, windowStart }: Plan,
  source: EventSource,
): Promise<number> {
  const from = clock.toSource(windowStart);
  const waiting = await transaction.execute(takeWaiting, { kind: kind.id, slot, from });
  await transaction.execute(expireWaiting, { kind: kind.id, slot, from });
  const bindings = { kind: kind.id, slot, from, until: clock.toSource(now) };
  return waiting + (await transaction.execute(insertNewEvents(source), bindings));
}
