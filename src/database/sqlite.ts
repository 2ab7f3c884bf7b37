import { accessSync } from 'node:fs';
import { createRequire } from 'node:module';
import Libsql from 'libsql';
import knexFactory, { type Knex } from 'knex';
import type { SqliteConfig } from '../config/index.js';
import { DatabaseBusyError, DatabaseUnreachableError } from '../errors/index.js';
import type { Database, Dialect } from './database.js';
import { Session, type Driver } from './session.js';

/**
 * libsql waits for a lock with the event loop stopped, and a stopped loop takes replies of the mail server for
 * silence. So it waits a moment; longer waits are `retried`.
 */
const busyTimeout = 500;

const pragmas = [`busy_timeout = ${busyTimeout}`, 'journal_mode = WAL', 'synchronous = FULL'];

/** knex would print a connection that fails, between the lines of `--json`; the error that it throws says the same. */
const ignore = () => undefined;
const silent = { debug: ignore, warn: ignore, error: ignore, deprecate: ignore };

interface RawConnection {
  exec(sql: string): void;
  close(): void;
}

const require = createRequire(import.meta.url);
const BetterSqlite3Client = require('knex/lib/dialects/better-sqlite3/index.js') as new (config: Knex.Config) => Knex.Client;
const SqliteTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js') as new (...args: unknown[]) => object;

/**
 * knex's default BEGIN reads first and locks later, which fails under concurrent writers however long they wait.
 * Not as a prepared statement: one that met a lock stays open in libsql, and no transaction commits beside it.
 */
class ImmediateTransaction extends SqliteTransaction {
  begin(connection: RawConnection): Promise<void> {
    return Promise.resolve().then(() => { connection.exec('BEGIN IMMEDIATE'); });
  }
}

class LibsqlClient extends BetterSqlite3Client {
  _driver(): typeof Libsql {
    return Libsql;
  }

  override acquireRawConnection(): Promise<RawConnection> {
    const { filename } = (this as unknown as { connectionSettings: { filename: string } }).connectionSettings;
    try {
      // A file that is not there holds no office: libsql would make an empty one.
      accessSync(filename);
      const connection = new Libsql(filename, { timeout: busyTimeout });
      for (const pragma of pragmas) connection.exec(`PRAGMA ${pragma}`);
      return Promise.resolve(connection);
    } catch (error) {
      return Promise.reject(isLocked(error) ? error as Error : new DatabaseUnreachableError(filename, error));
    }
  }

  override transaction(...args: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...args) as unknown as Knex.Transaction;
  }
}

class SqliteDialect implements Dialect {
  readonly name = 'sqlite';
  constructor(readonly label: string) {}

  readonly ddl = {
    identity: 'INTEGER PRIMARY KEY AUTOINCREMENT',
    bigint: 'INTEGER',
    time: 'TEXT',
    date: 'TEXT',
    text: () => 'TEXT',
    key: () => 'TEXT',
    clustered: 'WITHOUT ROWID',
    schema: () => [],
    options: () => [],
  };

  readonly passesLocked = false;

  table(name: string): string { return name; }

  now(ms = 0): string {
    return `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '${(ms / 1000).toFixed(3)} seconds')`;
  }

  /** BEGIN IMMEDIATE already admits one writer. */
  lockPlanning(): Promise<boolean> { return Promise.resolve(true); }

  updateTop(table: string, count: number, set: string, where: string, order: string): string {
    return `UPDATE {${table}} SET ${set} WHERE id IN (SELECT id FROM {${table}} WHERE ${where} ORDER BY ${order} LIMIT ${count})`;
  }

  firstOf(table: string, column: string, where: string, order: string, count: number): string {
    return `SELECT ${column} FROM {${table}} WHERE ${where} ORDER BY ${order} LIMIT ${count}`;
  }

  exactly(text: string): string { return text; }

  async columns(database: Database, name: string): Promise<Map<string, string>> {
    const rows = await database.query<{ name: string; type: string }>(
      'SELECT name, type FROM pragma_table_info(:name)', { name });
    return new Map(rows.map((row) => [row.name.toLowerCase(), row.type.toLowerCase().replace(/\(.*/, '')]));
  }
}

class SqliteDriver implements Driver {
  constructor(private readonly label: string) {}

  rows(result: unknown): object[] { return Array.isArray(result) ? result as object[] : []; }

  async execute(knex: Knex, sql: string, bindings: Record<string, string | number | boolean | null>): Promise<number> {
    const result = await knex.raw<{ changes?: number }>(sql, bindings as Record<string, Knex.RawBinding>);
    return result.changes ?? 0;
  }

  /** Two planners that insert one key: the loser reads again and finds it there. */
  isTransient(error: unknown): boolean {
    return codeOf(error).startsWith('SQLITE_CONSTRAINT');
  }

  isLocked(error: unknown): boolean {
    return isLocked(error);
  }

  translate(error: unknown): unknown {
    const code = codeOf(error);
    if (isLocked(error)) return new DatabaseBusyError(this.label, error);
    const lost = ['SQLITE_CANTOPEN', 'SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_PERM'];
    return lost.some((prefix) => code.startsWith(prefix)) ? new DatabaseUnreachableError(this.label, error) : error;
  }
}

function isLocked(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Opens a SQLite file. */
export function openSqlite({ file }: SqliteConfig): Database {
  const knex = knexFactory({
    client: LibsqlClient as unknown as typeof Knex.Client,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 0, max: 1 },
    log: silent,
  });
  return new Session(knex, new SqliteDriver(file), new SqliteDialect(file));
}
