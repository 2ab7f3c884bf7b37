import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import { eventsOf, type EventSource } from './planning/event-source.js';

const eventIds = '(SELECT me.event_id FROM {message_events} me WHERE me.message_id = CAST(:id AS bigint))';
/** SQL: an event of the message is gone from its view. */
const isGone = (source: EventSource, dialect: Dialect) =>
  `event_id IN ${eventIds} AND event_id NOT IN (SELECT e.event_id FROM ${eventsOf(source, dialect, `${source.view}.event_id IN ${eventIds}`)})`;

const forgetPlanned = (source: EventSource) =>
  statement(
    `outbox.forget-planned-${source.view}-${source.role}`,
    (dialect) => `DELETE FROM {planned_events} WHERE kind = :kind AND state = 'planned' AND ${isGone(source, dialect)}
       AND event_id NOT IN (
         SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
         WHERE m.kind = :kind AND m.state <> 'skipped' AND m.id <> CAST(:id AS bigint) AND me.event_id IN ${eventIds})`,
  );
const unlink = (source: EventSource) =>
  statement(
    `outbox.unlink-gone-${source.view}-${source.role}`,
    (dialect) => `DELETE FROM {message_events} WHERE message_id = CAST(:id AS bigint) AND ${isGone(source, dialect)}`,
  );

export const forgetGoneStatements = (source: EventSource): Statement[] => [forgetPlanned(source), unlink(source)];

/**
 * Unlinks from a message the events that are gone from their view. An event that no other message has is forgotten, so
 * that it is new if it comes back: a view may miss rows by mistake.
 */
export async function forgetGoneEvents(
  transaction: Database,
  source: EventSource,
  { id, kind }: { readonly id: string; readonly kind: string },
): Promise<void> {
  await transaction.execute(forgetPlanned(source), { id, kind });
  await transaction.execute(unlink(source), { id });
}
