import type { Database, Dialect } from '../database.js';

export class SqliteDialect implements Dialect {
  readonly name = 'sqlite';
  constructor(readonly label: string) {}

  readonly skipsLockedRows = false;

  table(name: string): string {
    return name;
  }

  now(ms = 0): string {
    return `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '${(ms / 1000).toFixed(3)} seconds')`;
  }

  /** BEGIN IMMEDIATE already allows only one writer. */
  lockPlanning(): Promise<boolean> {
    return Promise.resolve(true);
  }

  updateTop(table: string, count: number, set: string, where: string, order: string): string {
    return `UPDATE {${table}} SET ${set} WHERE id IN (SELECT id FROM {${table}} WHERE ${where} ORDER BY ${order} LIMIT ${count})`;
  }

  selectTop(table: string, column: string, where: string, order: string, count: number): string {
    return `SELECT ${column} FROM {${table}} WHERE ${where} ORDER BY ${order} LIMIT ${count}`;
  }

  binaryEquals(text: string): string {
    return text;
  }

  async columns(database: Database, name: string): Promise<Map<string, string>> {
    const rows = await database.query<{ name: string; type: string }>(
      'SELECT name, type FROM pragma_table_info(:name)',
      { name },
    );
    return new Map(rows.map((row) => [row.name.toLowerCase(), row.type.toLowerCase().replace(/\(.*/, '')]));
  }
}
