import { accessSync } from 'node:fs';
import Libsql from 'libsql';
import knexFactory, { type Knex } from 'knex';
import BetterSqlite3Client, { type Query } from 'knex/lib/dialects/better-sqlite3/index.js';
import SqliteTransaction from 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js';
import { DatabaseUnreachableError } from '../errors/index.js';
import { isLocked } from './sqlite-codes.js';

/**
 * libsql waits for a lock with the event loop stopped, and a stopped loop takes replies of the mail server for
 * silence. So it waits a moment; longer waits are `retried`.
 */
const busyTimeout = 500;

const pragmas = [`busy_timeout = ${busyTimeout}`, 'journal_mode = WAL', 'synchronous = FULL'];

/** knex would print a connection that fails, between the lines of `--json`; the error that it throws says the same. */
const ignore = () => undefined;
const silent = { debug: ignore, warn: ignore, error: ignore, deprecate: ignore };

/** A libsql connection that prepares a statement once. */
class Connection {
  private readonly database: Libsql.Database;
  private readonly prepared = new Map<string, Libsql.Statement>();

  constructor(file: string) {
    this.database = new Libsql(file, { timeout: busyTimeout });
    for (const pragma of pragmas) this.exec(`PRAGMA ${pragma}`);
  }

  prepare(sql: string): Libsql.Statement {
    const statement = this.prepared.get(sql) ?? this.database.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }

  forget(sql: string): void {
    this.prepared.delete(sql);
  }

  exec(sql: string): void {
    this.database.exec(sql);
  }

  close(): void {
    this.prepared.clear();
    this.database.close();
  }
}

/**
 * knex's default BEGIN reads first and locks later, which fails under concurrent writers however long they wait.
 * Not as a prepared statement: one that met a lock stays open in libsql, and no transaction commits beside it.
 */
class ImmediateTransaction extends SqliteTransaction {
  begin(connection: Connection): Promise<void> {
    return Promise.resolve().then(() => { connection.exec('BEGIN IMMEDIATE'); });
  }
}

class LibsqlClient extends BetterSqlite3Client<Connection> {
  override _driver(): typeof Libsql {
    return Libsql;
  }

  override acquireRawConnection(): Promise<Connection> {
    const { filename } = this.connectionSettings;
    try {
      // A file that is not there holds no office: libsql would make an empty one.
      accessSync(filename);
      return Promise.resolve(new Connection(filename));
    } catch (error) {
      return Promise.reject(isLocked(error) ? error as Error : new DatabaseUnreachableError(filename, error));
    }
  }

  /** A statement that failed may be left open: the next time it is prepared anew. */
  override _query(connection: Connection, query: Query): Promise<unknown> {
    return super._query(connection, query).catch((error: unknown) => {
      connection.forget(query.sql);
      throw error;
    });
  }

  override transaction(...args: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...args) as unknown as Knex.Transaction;
  }
}

/** knex on a SQLite file, which it opens with the first query. */
export function openLibsql(filename: string): Knex {
  return knexFactory({
    client: LibsqlClient as unknown as typeof Knex.Client,
    connection: { filename },
    useNullAsDefault: true,
    pool: { min: 0, max: 1 },
    log: silent,
  });
}
