import { join } from 'node:path';
import Database from 'libsql';
import { contractDdl } from '../../src/source/index.js';
import type { OfficeDatabase, Value } from './office-database.js';

/** A real SQLite file. */
export class SqliteOffice implements OfficeDatabase {
  readonly setting = { client: 'sqlite', file: 'office.db' };
  readonly raw: Database.Database;

  constructor(directory: string) {
    this.raw = new Database(join(directory, 'office.db'));
    this.raw.exec('PRAGMA busy_timeout = 10000');
    this.raw.exec('PRAGMA journal_mode = WAL');
    for (const statement of contractDdl('sqlite')) this.raw.exec(statement);
  }

  run(sql: string, values: readonly Value[]): void {
    this.raw.prepare(sql).run([...values]);
  }

  all(sql: string, values: readonly Value[]): object[] {
    return this.raw.prepare(sql).all([...values]) as object[];
  }

  tables(): string[] {
    return this.all("SELECT name FROM sqlite_master WHERE type = 'table'", []).map(
      (row) => (row as { name: string }).name,
    );
  }

  close(): void {
    this.raw.close();
  }
}
