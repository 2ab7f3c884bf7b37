import { statement, type Database, type Statement } from '../database/index.js';
import { usableCopies } from '../source/index.js';
import type { EventSource } from './planning/event-source.js';

const claimed = `FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
       WHERE m.lease_owner = :token AND m.kind = :kind`;
const toDeputies = `${claimed} AND EXISTS (
         SELECT 1 FROM {planned_deputies} d WHERE d.kind = m.kind AND d.slot = m.slot AND d.deputy_id = m.user_id)`;

const selectOwnClients = (source: EventSource) =>
  statement(
    `outbox.own-clients-${source.view}-${source.role}`,
    (dialect) => `SELECT DISTINCT CAST(m.id AS nvarchar(20)) AS id
     FROM (SELECT m.id, m.user_id, me.event_id ${toDeputies}) m
     JOIN ${usableCopies(source.view, dialect, `${source.view}.event_id IN (SELECT me.event_id ${toDeputies})`)} e ON e.event_id = m.event_id
     JOIN ${usableCopies('source_guardians', dialect)} g ON g.client_id = e.client_id AND g.user_id = m.user_id
     WHERE g.role = :role`,
  );

export const ownClientStatements = (source: EventSource): Statement[] => [selectOwnClients(source)];

/**
 * Of the claimed messages to deputies, the ids of those with an event of a client whose guardian the deputy is as well.
 */
export async function findOwnClients(
  database: Database,
  source: EventSource,
  claim: { readonly token: string; readonly kind: string },
): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ id: string }>(selectOwnClients(source), { ...claim, role: source.role });
  return new Set(rows.map(({ id }) => id));
}
