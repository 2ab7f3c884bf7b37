import type sql from 'mssql';
import type { Bindings, Dialect } from '../database.js';
import { bind, plainRows } from './values.js';
import { qualifyTables } from '../statement.js';

/**
 * Before each statement and for it alone: in a database that people work with, waiting ends soon and a
 * deadlock hits this program.
 */
const sessionOptions = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

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
const isSnapshotAllowed = 'SELECT snapshot_isolation_state AS state FROM sys.databases WHERE database_id = DB_ID()';

/**
 * Outside of a transaction.
 * @param allowsSnapshots whether the database does; where that is not known, the server is asked along, for each question is a round trip
 */
export async function read<Row extends object>(
  request: sql.Request,
  dialect: Dialect,
  text: string,
  bindings: Bindings,
  allowsSnapshots: boolean | undefined,
): Promise<{ rows: Row[]; allowsSnapshots: boolean }> {
  const asked = allowsSnapshots === undefined ? `;\n${isSnapshotAllowed}` : '';
  const { recordsets } = await send(
    request,
    bindings,
    `${sessionOptions}${allowsSnapshots === true ? snapshot : ''}\n${statement(text, dialect)}${asked}`,
  );
  const [rows, state] = recordsets;
  return { rows: plainRows(rows!) as Row[], allowsSnapshots: allowsSnapshots ?? state?.[0]?.['state'] === 1 };
}

/** In a transaction, which has its own isolation. */
export function execute(request: sql.Request, dialect: Dialect, text: string, bindings: Bindings): Promise<number> {
  return affected(request, bindings, `${sessionOptions}\n${statement(text, dialect)}`);
}

const readCommitted = ' SET TRANSACTION ISOLATION LEVEL READ COMMITTED;';

/** A transaction of its own. A server may leave a connection at the isolation that a read before it set (Babelfish does). */
export function executeAlone(
  request: sql.Request,
  dialect: Dialect,
  text: string,
  bindings: Bindings,
): Promise<number> {
  return affected(request, bindings, `${sessionOptions}${readCommitted}\n${statement(text, dialect)}`);
}

async function affected(request: sql.Request, bindings: Bindings, text: string): Promise<number> {
  const { recordset } = await send(request, bindings, `${text};\nSELECT @@ROWCOUNT AS affected`);
  return Number(recordset[0]?.['affected'] ?? 0);
}

function send(request: sql.Request, bindings: Bindings, text: string): Promise<sql.IResult<Record<string, unknown>>> {
  for (const [name, value] of Object.entries(bindings)) bind(request, name, value);
  return request.query<Record<string, unknown>>(text);
}

/** `:name` is `@name` here. */
function statement(text: string, dialect: Dialect): string {
  return qualifyTables(text, dialect).replace(/:([a-z]\w*)/gi, '@$1');
}
