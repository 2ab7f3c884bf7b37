import type Database from 'libsql';
import { contract, type ViewName } from '../src/source/contract.js';

/** Column names of the source contract and their values. */
export type Row = Readonly<Record<string, string | number | null>>;

export function insertRows(database: Database.Database, view: ViewName, rows: readonly Row[]): void {
  const columns = contract.find(({ name }) => name === view)?.columns.map(({ name }) => name) ?? [];
  const insert = database.prepare(
    `INSERT INTO ${view} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows) insert.run(...columns.map((column) => row[column]));
}
