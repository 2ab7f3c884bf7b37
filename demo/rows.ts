import knex from 'knex';
import type Database from 'libsql';
import type { ViewName } from '../src/source/contract.js';

/** Column names of the source contract and their values. */
export type Row = Readonly<Record<string, string | number | null>>;

/** SQLite takes at most 500 rows in the form of an insert that knex writes. */
const rowsPerInsert = 100;

/** Compiles only; the demo office is written through libsql. */
const builder = knex.knex({ client: 'better-sqlite3', useNullAsDefault: true });

export function insertRows(database: Database.Database, view: ViewName, rows: readonly Row[]): void {
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const { sql, bindings } = builder(view)
      .insert(rows.slice(start, start + rowsPerInsert))
      .toSQL()
      .toNative();
    database.prepare(sql).run(bindings);
  }
}
