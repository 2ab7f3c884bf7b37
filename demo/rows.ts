import type Database from 'libsql';
import type { ViewName } from '../src/source/contract.js';

/** Column names of the source contract and their values. */
export type Row = Readonly<Record<string, Value>>;

type Value = string | number | null;

/** Rows of one INSERT. */
const batchSize = 500;

/**
 * Inserts rows, which must all have the same columns. It prepares no statement, because libsql keeps a file open after
 * `close()` if one was prepared, and Windows renames no open file.
 */
export function insertRows(database: Database.Database, view: ViewName, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  for (let start = 0; start < rows.length; start += batchSize) {
    const values = rows
      .slice(start, start + batchSize)
      .map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
    database.exec(`INSERT INTO ${view} (${columns.join(', ')}) VALUES ${values.join(', ')}`);
  }
}

function literal(value: Value): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL');
}
