import type sql from 'mssql';
import type { Bindings, Dialect, Statement } from '../database.js';
import { prepareStatement } from './server-questions.js';
import { bind, declaredTypes, plainRows } from './values.js';
import { bindingsFor, compileStatement, parameterPattern, withNumbers, type CompiledStatement } from '../statement.js';

/**
 * Session options, sent with each statement. The database is shared with people's work, so lock waits are short and
 * this program is the victim of a deadlock.
 */
const sessionOptions = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

/** Runs a query inside a transaction. */
export async function query<Row extends object>(
  request: sql.Request,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
): Promise<Row[]> {
  const { recordset } = await send(request, dialect, statement, bindings, (text) => `${sessionOptions}\n${text}`);
  return withNumbers<Row>(plainRows(recordset), statement);
}

const snapshot = ' SET TRANSACTION ISOLATION LEVEL SNAPSHOT;';
const readCommitted = ' SET TRANSACTION ISOLATION LEVEL READ COMMITTED;';
/** Asks whether the database allows snapshots: 1 if it does. */
export const snapshotStateQuery = 'SELECT snapshot_isolation_state AS state FROM sys.databases WHERE name = DB_NAME()';

/**
 * Runs a query outside a transaction.
 * @param allowsSnapshots whether the database allows snapshots; if undefined, the same request asks, to save a round
 * trip
 */
export async function read<Row extends object>(
  request: sql.Request,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
  allowsSnapshots: boolean | undefined,
): Promise<{ rows: Row[]; allowsSnapshots: boolean }> {
  const snapshotQuery = allowsSnapshots === undefined ? `;\n${snapshotStateQuery}` : '';
  // A driver may keep the isolation level of the read before (msnodesqlv8 and Babelfish do), so it is always set.
  // READPAST is refused in a snapshot.
  const isSnapshot = allowsSnapshots === true && !statement.readsPast;
  const options = `${sessionOptions}${isSnapshot ? snapshot : readCommitted}`;
  const { recordsets } = await send(
    request,
    dialect,
    statement,
    bindings,
    (text) => `${options}\n${text}${snapshotQuery}`,
  );
  const [rows, state] = recordsets;
  return {
    rows: withNumbers<Row>(plainRows(rows!), statement),
    allowsSnapshots: allowsSnapshots ?? state?.[0]?.['state'] === 1,
  };
}

/** Executes a statement inside a transaction, with the transaction's isolation level. @returns the rows changed */
export function execute(
  request: sql.Request,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
): Promise<number> {
  return countAffected(request, dialect, statement, bindings, sessionOptions);
}

/**
 * Executes a statement in a transaction of its own. Sets the isolation level, because a server may keep the level of an
 * earlier read on the connection (Babelfish does). Returns the number of rows changed.
 */
export function executeAutocommit(
  request: sql.Request,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
): Promise<number> {
  return countAffected(request, dialect, statement, bindings, `${sessionOptions}${readCommitted}`);
}

async function countAffected(
  request: sql.Request,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
  options: string,
): Promise<number> {
  const { recordset } = await send(
    request,
    dialect,
    statement,
    bindings,
    (text) => `${options}\n${text};\nSELECT @@ROWCOUNT AS affected`,
  );
  return Number(recordset[0]?.['affected'] ?? 0);
}

function send(
  request: sql.Request,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
  batchOf: (text: string) => string,
): Promise<sql.IResult<Record<string, unknown>>> {
  const compiled = compileStatement(statement, dialect);
  const values = bindingsFor(statement, compiled, bindings);
  for (const [name, type] of compiled.parameters) bind(request, name, type, values[name]!);
  return request.query<Record<string, unknown>>(batchOf(transactSql(compiled)));
}

/**
 * Has the server compile a statement, with the parameters of a real run. Not with SET NOEXEC, which does not resolve
 * missing tables; a server that does not know it would execute what follows.
 */
export async function compile(request: sql.Request, dialect: Dialect, compiled: Statement): Promise<void> {
  const { parameters, sql: text } = compileStatement(compiled, dialect);
  const declarations = [...parameters].map(([name, type]) => `@${name} ${declaredTypes[type]}`).join(', ');
  const bindings = {
    declarations: declarations === '' ? null : declarations,
    statement: transactSql({ parameters, sql: text }),
  };
  try {
    await send(request, dialect, prepareStatement, bindings, (batch) => batch);
  } catch (error) {
    // "Statement(s) could not be prepared" (8180) comes after the reason.
    throw (error as { precedingErrors?: unknown[] }).precedingErrors?.[0] ?? error;
  }
}

/** Turns `:name` into `@name`. */
export function transactSql({ sql: text }: CompiledStatement): string {
  return text.replace(parameterPattern, '@$1');
}
