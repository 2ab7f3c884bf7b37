import knex from 'knex';
import type Database from 'libsql';
import type { ViewName } from '../src/source/contract.js';

/** Column names of the source contract and their values. */
export type Row = Readonly<Record<string, string | number | null>>;

/** Compiles only; the demo office is written through libsql. */
const builder = knex.knex({ client: 'better-sqlite3', useNullAsDefault: true });

/** Inserts rows that all have the columns of the first one: one statement, compiled and prepared once. */
export function insertRows(database: Database.Database, view: ViewName, rows: readonly Row[]): void {
  // knex sorts the columns; each stands for its own value here, so that the bindings are their order.
  const names = Object.keys(rows[0] ?? {}).map((column) => [column, column]);
  const { sql, bindings } = builder(view).insert(Object.fromEntries(names)).toSQL().toNative();
  const insert = database.prepare(sql);
  for (const row of rows) insert.run(bindings.map((column) => row[column as string]));
}
