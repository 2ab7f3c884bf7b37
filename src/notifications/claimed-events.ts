import type { KindConfig } from '../config/index.js';
import type { Dialect } from '../database/index.js';
import { precedence, usableCopies, type ViewName } from '../source/index.js';
import type { Batch, Client } from './kind.js';

/** SQL: a condition on the claimed messages `m`. Bindings: `claimBindings`. */
const isClaimed = 'm.lease_owner = :token AND m.kind = :kind';

/** SQL: the ids of the events of the claimed messages. */
export const claimedIds = `SELECT me.event_id FROM {messages} m JOIN {message_events} me ON me.message_id = m.id WHERE ${isClaimed}`;

/**
 * SQL: FROM and WHERE that give the events `e` of the claimed messages, each once a message, with `message_id`, and the
 * client's `client_name` and `client_tax_id`. One numbering leaves out what the view and that of the clients yield
 * twice; joined as tables of their own, SQLite read all events of a batch again for each message, 1 s for 4,000 of
 * them. Bindings: `claimBindings`.
 * @param where SQL: narrows the events, by columns of the view
 */
export function fromClaimedEvents(view: ViewName, dialect: Dialect, where?: string): string {
  return `FROM (
    SELECT e.*, m.id AS message_id, c.name AS client_name, c.tax_id AS client_tax_id, ROW_NUMBER() OVER (
      PARTITION BY m.id, e.event_id ORDER BY ${precedence(view, 'e')}, ${precedence('source_clients', 'c')}) AS copy
    FROM {messages} m
    JOIN {message_events} me ON me.message_id = m.id
    JOIN ${usableCopies(view, dialect, where)} e ON e.event_id = me.event_id
    LEFT JOIN ${usableCopies('source_clients', dialect)} c ON c.client_id = e.client_id
    WHERE ${isClaimed}) e WHERE e.copy = 1`;
}

export const messageId = 'CAST(m.id AS nvarchar(20))';

/** What `clientColumns` gives. */
export interface ClientRow {
  readonly messageId: string;
  readonly clientId: string;
  /** The number if the client has no row or no name. */
  readonly name: string;
  readonly taxId: string | null;
}

/** SQL: the message of an event of `fromClaimedEvents`, and its client. */
export const clientColumns = `CAST(e.message_id AS nvarchar(20)) AS "messageId", CAST(e.client_id AS nvarchar(20)) AS "clientId",
           COALESCE(e.client_name, CAST(CONCAT('#', e.client_id) AS nvarchar(20))) AS name, e.client_tax_id AS "taxId"`;

/**
 * SQL: numbers the clients of a message. The greatest is their count, because neither database has
 * COUNT(DISTINCT …) OVER.
 */
export const clientNumber = `DENSE_RANK() OVER (PARTITION BY e.message_id ORDER BY e.client_id) AS "clientNumber"`;

export function claimBindings({ token, kind }: Batch): { token: string; kind: string } {
  return { token, kind: kind.id };
}

const clientIdMark = '{clientId}';

/** The clients of a message's rows, in their order, each with what the mail says of it. */
export function byClient<Row extends ClientRow, Content>(
  rows: readonly Row[],
  { kind }: Batch,
  contentOf: (ownRows: readonly Row[]) => Content,
): ({ readonly client: Client } & Content)[] {
  return [...groupBy(rows, ({ clientId }) => clientId).values()].map((own) => ({
    client: clientOf(own[0]!, kind),
    ...contentOf(own),
  }));
}

/** The client of a row, with its link if the kind has one. */
function clientOf({ clientId, name, taxId }: ClientRow, { link }: KindConfig): Client {
  return link?.includes(clientIdMark) === true
    ? { name, taxId, link: link.replace(clientIdMark, encodeURIComponent(clientId)) }
    : { name, taxId };
}

/** Links in the content of a kind whose mails are about clients. */
export function linksOf({ link }: KindConfig): { readonly link?: string; readonly hasClientLinks?: boolean } {
  if (link === undefined) return {};
  return link.includes(clientIdMark) ? { hasClientLinks: true } : { link };
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
