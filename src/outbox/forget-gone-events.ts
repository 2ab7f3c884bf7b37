import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import { eventsOf, type EventSource } from './planning/event-source.js';

const own = '(SELECT me.event_id FROM {message_events} me WHERE me.message_id = CAST(:id AS bigint))';
/** SQL: an event of the message that its view has no longer. */
const isGone = (source: EventSource, dialect: Dialect) =>
  `event_id IN ${own} AND event_id NOT IN (SELECT e.event_id FROM ${eventsOf(source, dialect, `${source.view}.event_id IN ${own}`)})`;

const forgetPlanned = (source: EventSource) =>
  statement(
    `outbox.forget-planned-${source.view}-${source.role}`,
    (dialect) => `DELETE FROM {planned_events} WHERE kind = :kind AND state = 'planned' AND ${isGone(source, dialect)}
       AND event_id NOT IN (
         SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
         WHERE m.kind = :kind AND m.state <> 'skipped' AND m.id <> CAST(:id AS bigint) AND me.event_id IN ${own})`,
  );
const detach = (source: EventSource) =>
  statement(
    `outbox.detach-gone-${source.view}-${source.role}`,
    (dialect) => `DELETE FROM {message_events} WHERE message_id = CAST(:id AS bigint) AND ${isGone(source, dialect)}`,
  );

export const forgetGoneStatements = (source: EventSource): Statement[] => [forgetPlanned(source), detach(source)];

/**
 * Takes the events from a message that are gone from their view. If no other message carries them, they are forgotten, and
 * new if they come back, as when the view missed some rows by mistake.
 */
export async function forgetGoneEvents(
  transaction: Database,
  source: EventSource,
  { id, kind }: { readonly id: string; readonly kind: string },
): Promise<void> {
  await transaction.execute(forgetPlanned(source), { id, kind });
  await transaction.execute(detach(source), { id });
}
