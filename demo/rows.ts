import knex from 'knex';
import type Database from 'libsql';
import type { ViewName } from '../src/source/contract.js';

/** Column names of the source contract and their values. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Only compiles SQL; libsql executes it. */
const builder = knex.knex({ client: 'better-sqlite3', useNullAsDefault: true });

/** Inserts rows with one prepared statement. All rows must have the same columns. */
export function insertRows(database: Database.Database, view: ViewName, rows: readonly Row[]): void {
  // knex sorts the columns. Each column's name is its value here, so the bindings tell the order.
  const names = Object.keys(rows[0] ?? {}).map((column) => [column, column]);
  const { sql, bindings } = builder(view).insert(Object.fromEntries(names)).toSQL().toNative();
  const insert = database.prepare(sql);
  for (const row of rows) insert.run(bindings.map((column) => row[column as string]));
}
