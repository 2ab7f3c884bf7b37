import { statement, type Dialect, type Statement } from '../../database/index.js';
import { isReachable, usableCopies, usableRows } from '../../source/index.js';
import { inSlot, slotEvents, type EventSource } from './event-source.js';
import type { Plan } from './plan.js';

/**
 * SQL: guardians and their deputies, each once for each client, as a table. Deputies are those of `planned_deputies`;
 * with `instead`, their guardians are left out.
 */
const recipients = (dialect: Dialect) => `(
      SELECT g.client_id, g.user_id FROM ${usableCopies('source_guardians', dialect)} g
      WHERE g.role = :role AND (:deputies <> 'instead' OR g.user_id NOT IN (
        SELECT d.user_id FROM {planned_deputies} d WHERE d.kind = :kind AND d.slot = :slot))
      UNION SELECT g.client_id, d.deputy_id FROM {planned_deputies} d
      JOIN ${usableCopies('source_guardians', dialect)} g ON g.user_id = d.user_id AND g.role = :role
      WHERE d.kind = :kind AND d.slot = :slot)`;
const key = (alias: string) => `CONCAT(:kind, '|', :slotKey, '|user:', ${alias}.user_id)`;

const insertMessages = (source: EventSource) =>
  statement(
    `planning.insert-messages-${source.view}-${source.role}`,
    (dialect) => `INSERT INTO {messages} (idempotency_key, kind, slot, recipient, user_id, state, created_at)
     SELECT ${key('u')}, :kind, :slot, CONCAT('user:', u.user_id), u.user_id, 'queued', :now
     FROM ${usableRows('source_users', dialect)} u
     WHERE ${isReachable('u', dialect)} AND u.user_id IN (SELECT g.user_id ${slotEvents(source, recipients(dialect), dialect)} WHERE ${inSlot})`,
  );
const linkEvents = (source: EventSource) =>
  statement(
    `planning.link-events-${source.view}-${source.role}`,
    (dialect) => `INSERT INTO {message_events} (message_id, event_id)
     SELECT m.id, p.event_id ${slotEvents(source, recipients(dialect), dialect)}
     JOIN {messages} m ON m.idempotency_key = ${key('g')}
     WHERE ${inSlot} GROUP BY m.id, p.event_id`,
  );

export const guardianStatements = (source: EventSource): Statement[] => [insertMessages(source), linkEvents(source)];

/**
 * Enqueues one message per reachable guardian of a client with events in this slot, and per deputy of one, and links
 * the events to it.
 * Messages are found by their key: by kind and slot SQLite tried every message for every event, 0.1 s for 1,000 of
 * each. GROUP BY instead of DISTINCT, so that rows are inserted in the order of the primary key.
 */
export async function enqueueForGuardians({ transaction, kind, slot, now }: Plan, source: EventSource): Promise<void> {
  const bindings = { kind: kind.id, slot, slotKey: `at ${slot}`, role: source.role, deputies: kind.deputies };
  await transaction.execute(insertMessages(source), { ...bindings, now: now.toISOString() });
  await transaction.execute(linkEvents(source), bindings);
}
