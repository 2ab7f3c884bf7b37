import type { Database, DeclaredColumn, Dialect } from '../database.js';
import { statement } from '../statement.js';

const selectColumns = statement('database.columns', 'SELECT name, type FROM pragma_table_info(:name)');

export class SqliteDialect implements Dialect {
  readonly name = 'sqlite';
  readonly statements = [selectColumns];

  constructor(readonly label: string) {}

  readonly recompile = '';

  readonly skipsLockedRows = false;

  /** Readers wait for nobody in WAL mode. */
  readonly readPast = '';

  readonly rowLocks = '';

  table(name: string): string {
    return name;
  }

  now(ms: number | string = 0): string {
    const seconds = typeof ms === 'string' ? `(${ms} / 1000.0) || ' seconds'` : `'${(ms / 1000).toFixed(3)} seconds'`;
    return `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ${seconds})`;
  }

  /** BEGIN IMMEDIATE already allows only one writer. */
  lockPlanning(): Promise<boolean> {
    return Promise.resolve(true);
  }

  updateTop(table: string, count: string, set: string, where: string, order: string): string {
    return `UPDATE {${table}} SET ${set} WHERE id IN (SELECT id FROM {${table}} WHERE ${where} ORDER BY ${order} LIMIT ${count})`;
  }

  selectTop(table: string, column: string, where: string, order: string, count: number | string): string {
    return `SELECT ${column} FROM {${table}} WHERE ${where} ORDER BY ${order} LIMIT ${count}`;
  }

  binary(text: string): string {
    return text;
  }

  isTime(value: string): string {
    return `(${value} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*' AND strftime('%s', ${value}) IS NOT NULL)`;
  }

  containsInOrder(text: string, ...parts: readonly string[]): string {
    return `${text} GLOB '*${parts.join('*').replaceAll("'", "''")}*'`;
  }

  async columns(database: Database, name: string): Promise<Map<string, DeclaredColumn>> {
    const rows = await database.query<{ name: string; type: string }>(selectColumns, { name });
    return new Map(rows.map((row) => [row.name.toLowerCase(), { type: row.type.toLowerCase().replace(/\(.*/, '') }]));
  }
}
