import { statement, type Dialect, type Statement } from '../../database/index.js';
import { isReachable, usableCopies, usableRows } from '../../source/index.js';
import { eventsOf, type EventSource } from './event-source.js';
import type { Plan } from './plan.js';

const inSlot = "p.kind = :kind AND p.slot = :slot AND p.state = 'planned'";

/** SQL: the slot's events of a source, each with the guardians of its client. The client is the one that mails show. */
const guardedEvents = (source: EventSource, dialect: Dialect) => `FROM {planned_events} p
    JOIN (
      SELECT e.event_id AS event_id, MAX(e.client_id) AS client_id
      FROM ${eventsOf(source, dialect, `${source.view}.event_id IN (SELECT p.event_id FROM {planned_events} p WHERE ${inSlot})`)}
      GROUP BY e.event_id
    ) e ON e.event_id = p.event_id
    JOIN (
      SELECT DISTINCT g.client_id, g.user_id FROM ${usableCopies('source_guardians', dialect)} g WHERE g.role = :role
    ) g ON g.client_id = e.client_id`;
const key = (alias: string) => `CONCAT(:kind, '|', :slotKey, '|user:', ${alias}.user_id)`;

const insertMessages = (source: EventSource) =>
  statement(
    `planning.insert-messages-${source.view}-${source.role}`,
    (dialect) => `INSERT INTO {messages} (idempotency_key, kind, slot, recipient, user_id, state, created_at)
     SELECT ${key('u')}, :kind, :slot, CONCAT('user:', u.user_id), u.user_id, 'queued', :now
     FROM ${usableRows('source_users', dialect)} u
     WHERE ${isReachable('u', dialect)} AND u.user_id IN (SELECT g.user_id ${guardedEvents(source, dialect)} WHERE ${inSlot})`,
  );
const linkEvents = (source: EventSource) =>
  statement(
    `planning.link-events-${source.view}-${source.role}`,
    (dialect) => `INSERT INTO {message_events} (message_id, event_id)
     SELECT m.id, p.event_id ${guardedEvents(source, dialect)}
     JOIN {messages} m ON m.idempotency_key = ${key('g')}
     WHERE ${inSlot} GROUP BY m.id, p.event_id`,
  );

export const guardianStatements = (source: EventSource): Statement[] => [insertMessages(source), linkEvents(source)];

/**
 * Enqueues one message per reachable guardian of a client with events in this slot, and links the events to it.
 * Messages are found by their key: by kind and slot SQLite tried every message for every event, 0.1 s for 1,000 of
 * each. GROUP BY instead of DISTINCT, so that rows are inserted in the order of the primary key.
 */
export async function enqueueForGuardians({ transaction, kind, slot, now }: Plan, source: EventSource): Promise<void> {
  const bindings = { kind: kind.id, slot, slotKey: `at ${slot}`, role: source.role };
  await transaction.execute(insertMessages(source), { ...bindings, now: now.toISOString() });
  await transaction.execute(linkEvents(source), bindings);
}
