import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import knex from 'knex';
import Database from 'libsql';
import { contractTables } from '../../demo/contract-tables.js';
import { contract } from '../../src/source/index.js';
import type { OfficeDatabase, Value } from './office-database.js';

const optionalViews = contract.filter(({ isOptional }) => isOptional === true);

/** Only compiles statements, without a connection. */
const builder = knex.knex({ client: 'better-sqlite3', useNullAsDefault: true });

/** The database of a test office in a SQLite file. */
export class SqliteOffice implements OfficeDatabase {
  readonly setting = { client: 'sqlite', file: 'office.db' };
  readonly raw: Database.Database;

  /** @param copyOf a file with the database of another office */
  constructor(directory: string, copyOf?: string) {
    const file = join(directory, 'office.db');
    if (copyOf !== undefined) copyFileSync(copyOf, file);
    this.raw = new Database(file);
    this.raw.exec('PRAGMA busy_timeout = 10000');
    this.raw.exec('PRAGMA journal_mode = WAL');
    if (copyOf !== undefined) return;
    this.raw.exec(['BEGIN', ...contractTables({ name: 'sqlite' }), 'COMMIT'].join(';\n'));
  }

  createOptionalViews(): void {
    for (const statement of contractTables({ name: 'sqlite' }, optionalViews)) this.raw.exec(statement);
  }

  insert(table: string, row: Readonly<Record<string, Value>>): void {
    const { sql, bindings } = builder(table).insert(row).toSQL().toNative();
    this.run(sql, bindings as Value[]);
  }

  run(sql: string, values: readonly Value[]): void {
    this.raw.prepare(sql).run([...values]);
  }

  all(sql: string, values: readonly Value[]): object[] {
    return this.raw.prepare(sql).all([...values]) as object[];
  }

  renameColumn(table: string, from: string, to: string): void {
    this.raw.exec(`ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`);
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
