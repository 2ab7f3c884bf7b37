import type { ViewName } from '../source/index.js';
import type { Batch } from './kind.js';

/** SQL: the events `e` of the claimed messages `m`, with their client `c`. Bindings: `claimBindings`. */
export function claimedEvents(view: ViewName): string {
  return `FROM {messages} m
    JOIN {message_events} me ON me.message_id = m.id
    JOIN {${view}} e ON e.event_id = me.event_id
    LEFT JOIN {source_clients} c ON c.client_id = e.client_id
    WHERE m.lease_owner = :token AND m.kind = :kind`;
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
