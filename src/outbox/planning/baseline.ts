import type { KindId } from '../../config/index.js';
import { statement, type Database, type Statement } from '../../database/index.js';
import { timeBound } from '../../source/index.js';
import type { EventSource } from './event-source.js';
import { pendingEvents } from './event-source.js';
import type { ActivationPlan } from './plan.js';

const closeWaiting = statement(
  'planning.baseline-waiting',
  `UPDATE {planned_events} SET state = 'baseline' WHERE kind = :kind AND state = 'waiting'`,
);
const insertBaseline = (source: EventSource) =>
  statement(
    `planning.baseline-${source.view}-${source.role}`,
    (dialect) =>
      `INSERT INTO {planned_events} (kind, event_id, occurred_at, state)
     SELECT :kind, e.event_id, MIN(e.occurred_at), 'baseline'
     ${pendingEvents(source, { from: ':from', before: ':since' }, dialect)}
     GROUP BY e.event_id${dialect.recompile}`,
  );

const countBaseline = statement(
  'planning.count-remembered-from',
  (dialect) => `SELECT COUNT(*) AS remembered FROM {planned_events}
     WHERE kind = :kind AND state = 'baseline' AND occurred_at >= ${timeBound(':from', dialect)}`,
  { numbers: ['remembered'] },
);

export const baselineStatements = (source: EventSource): Statement[] => [insertBaseline(source)];
export const waitingStatements = [closeWaiting, countBaseline];

/**
 * Records the events before `since` that a kind finds when it is enabled. They will not be mailed.
 * @returns how many they are
 */
export async function recordBaseline(
  { transaction, kind, clock, now, windowStart, since = now }: ActivationPlan,
  source: EventSource,
): Promise<number> {
  await transaction.execute(closeWaiting, { kind: kind.id });
  return transaction.execute(insertBaseline(source), {
    kind: kind.id,
    from: clock.toSource(windowStart),
    since: clock.toSource(since),
  });
}

/** Counts the events from this time on, in the source's clock, that were recorded and not mailed. */
export async function countRememberedFrom(database: Database, kind: KindId, from: string): Promise<number> {
  const [row] = await database.query<{ remembered: number }>(countBaseline, { kind, from });
  return row!.remembered;
}
