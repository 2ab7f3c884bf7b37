import type sql from 'mssql';
import type { Bindings, Dialect } from './database.js';
import { bind, plainRows } from './sqlserver-values.js';
import { expand } from './statement.js';

/**
 * Before each statement and for it alone: in a database that people work with, waiting ends soon and a
 * deadlock hits this program.
 */
const manners = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

/** @param isolation SQL that goes before the statement */
export async function query<Row extends object>(
  request: sql.Request, dialect: Dialect, text: string, bindings: Bindings, isolation = '',
): Promise<Row[]> {
  const { recordset } = await send(request, bindings, `${manners}${isolation}\n${statement(text, dialect)}`);
  return plainRows(recordset) as Row[];
}

export async function execute(request: sql.Request, dialect: Dialect, text: string, bindings: Bindings): Promise<number> {
  const { recordset } = await send(request, bindings, `${manners}\n${statement(text, dialect)};\nSELECT @@ROWCOUNT AS affected`);
  return Number(recordset[0]?.['affected'] ?? 0);
}

function send(request: sql.Request, bindings: Bindings, text: string): Promise<sql.IResult<Record<string, unknown>>> {
  for (const [name, value] of Object.entries(bindings)) bind(request, name, value);
  return request.query<Record<string, unknown>>(text);
}

/** `:name` is `@name` here. */
function statement(text: string, dialect: Dialect): string {
  return expand(text, dialect).replace(/:([a-z]\w*)/gi, '@$1');
}
