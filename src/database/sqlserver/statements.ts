import type sql from 'mssql';
import type { Bindings, Dialect } from '../database.js';
import { bind, plainRows } from './values.js';
import { qualifyTables } from '../statement.js';

/**
 * Session options, sent with each statement. The database is shared with people's work, so lock waits are short and this
 * program is the victim of a deadlock.
 */
const sessionOptions = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

/** Runs a query inside a transaction. */
export async function query<Row extends object>(
  request: sql.Request,
  dialect: Dialect,
  text: string,
  bindings: Bindings,
): Promise<Row[]> {
  const { recordset } = await send(request, bindings, `${sessionOptions}\n${statement(text, dialect)}`);
  return plainRows(recordset) as Row[];
}

const snapshot = ' SET TRANSACTION ISOLATION LEVEL SNAPSHOT;';
const snapshotStateQuery = 'SELECT snapshot_isolation_state AS state FROM sys.databases WHERE database_id = DB_ID()';

/**
 * Runs a query outside a transaction.
 * @param allowsSnapshots whether the database allows snapshots; if undefined, the same request asks, to save a round trip
 */
export async function read<Row extends object>(
  request: sql.Request,
  dialect: Dialect,
  text: string,
  bindings: Bindings,
  allowsSnapshots: boolean | undefined,
): Promise<{ rows: Row[]; allowsSnapshots: boolean }> {
  const snapshotQuery = allowsSnapshots === undefined ? `;\n${snapshotStateQuery}` : '';
  const { recordsets } = await send(
    request,
    bindings,
    `${sessionOptions}${allowsSnapshots === true ? snapshot : ''}\n${statement(text, dialect)}${snapshotQuery}`,
  );
  const [rows, state] = recordsets;
  return { rows: plainRows(rows!) as Row[], allowsSnapshots: allowsSnapshots ?? state?.[0]?.['state'] === 1 };
}

/** Executes a statement inside a transaction, with the transaction's isolation level. @returns the rows changed */
export function execute(request: sql.Request, dialect: Dialect, text: string, bindings: Bindings): Promise<number> {
  return countAffected(request, bindings, `${sessionOptions}\n${statement(text, dialect)}`);
}

const readCommitted = ' SET TRANSACTION ISOLATION LEVEL READ COMMITTED;';

/**
 * Executes a statement in a transaction of its own. Sets the isolation level, because a server may keep the level of an
 * earlier read on the connection (Babelfish does). Returns the number of rows changed.
 */
export function executeAutocommit(
  request: sql.Request,
  dialect: Dialect,
  text: string,
  bindings: Bindings,
): Promise<number> {
  return countAffected(request, bindings, `${sessionOptions}${readCommitted}\n${statement(text, dialect)}`);
}

async function countAffected(request: sql.Request, bindings: Bindings, text: string): Promise<number> {
  const { recordset } = await send(request, bindings, `${text};\nSELECT @@ROWCOUNT AS affected`);
  return Number(recordset[0]?.['affected'] ?? 0);
}

function send(request: sql.Request, bindings: Bindings, text: string): Promise<sql.IResult<Record<string, unknown>>> {
  for (const [name, value] of Object.entries(bindings)) bind(request, name, value);
  return request.query<Record<string, unknown>>(text);
}

/** Qualifies tables, and turns `:name` into `@name`. */
function statement(text: string, dialect: Dialect): string {
  return qualifyTables(text, dialect).replace(/:([a-z]\w*)/gi, '@$1');
}
