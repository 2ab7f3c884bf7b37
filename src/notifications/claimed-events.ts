import type { Dialect } from '../database/index.js';
import { usableRows, type ViewName } from '../source/index.js';
import type { Batch } from './kind.js';

/** SQL: a condition on the claimed messages `m`. Bindings: `claimBindings`. */
const isClaimed = 'm.lease_owner = :token AND m.kind = :kind';

/** SQL: the ids of the events of the claimed messages. */
export const claimedIds = `SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id WHERE ${isClaimed}`;

/**
 * SQL: the events `e` of the claimed messages `m`, with their client `c`. Bindings: `claimBindings`.
 * @param where SQL: narrows the events, by columns of the view
 */
export function claimedEvents(view: ViewName, dialect: Dialect, where = '1 = 1'): string {
  const events = usableRows(view, dialect, `${where} AND ${view}.event_id IN (${claimedIds})`);
  const clients = usableRows(
    'source_clients',
    dialect,
    `source_clients.client_id IN (SELECT v.client_id FROM {${view}} v WHERE v.event_id IN (${claimedIds}))`,
  );
  return `FROM {messages} m
    JOIN {message_events} me ON me.message_id = m.id
    JOIN ${events} e ON e.event_id = me.event_id
    LEFT JOIN ${clients} c ON c.client_id = e.client_id
    WHERE ${isClaimed}`;
}

/** SQL: the client's name; its number if it has no row or no name. */
export const clientName = "COALESCE(c.name, CAST(CONCAT('#', e.client_id) AS nvarchar(20)))";

export const messageId = 'CAST(m.id AS nvarchar(20))';

export function claimBindings({ token, kind }: Batch): { token: string; kind: string } {
  return { token, kind: kind.id };
}

/** Groups rows by a key, in their order. */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
