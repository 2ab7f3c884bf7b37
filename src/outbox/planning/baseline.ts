import type { EventSource } from './event-source.js';
import { pendingSql } from './event-source.js';
import type { ActivationPlan } from './plan.js';

/** Records the events before `since` that a kind finds when it is enabled. They will not be mailed. */
export async function recordBaseline(
  { transaction, kind, clock, now, windowStart, since = now }: ActivationPlan,
  source: EventSource,
): Promise<void> {
  await transaction.execute("UPDATE {planned_events} SET state = 'baseline' WHERE kind = :kind AND state = 'waiting'", {
    kind: kind.id,
  });
  await transaction.execute(
    `INSERT INTO {planned_events} (kind, event_id, occurred_at, state)
     SELECT :kind, e.event_id, MIN(e.occurred_at), 'baseline' FROM {${source.view}} e
     WHERE e.occurred_at >= :from AND e.occurred_at < :since AND ${pendingSql(source, transaction.dialect.name)}
     GROUP BY e.event_id`,
    { kind: kind.id, from: clock.toSource(windowStart), since: clock.toSource(since) },
  );
}
