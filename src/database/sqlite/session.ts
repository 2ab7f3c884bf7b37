import type { Bindings, Database, Dialect } from '../database.js';
import { withRetry, type ErrorClassifier } from '../retry.js';
import type { SqliteConnection } from './connection.js';
import type { ConnectionQueue } from './connection-queue.js';
import { qualifyTables } from '../statement.js';

/** SQLite behind the `Database` interface. */
export class SqliteSession implements Database {
  constructor(
    private readonly queue: ConnectionQueue,
    private readonly faults: ErrorClassifier,
    readonly dialect: Dialect,
  ) {}

  async query<Row extends object>(sql: string, bindings: Bindings = {}): Promise<Row[]> {
    const text = qualifyTables(sql, this.dialect);
    return (await withRetry(
      () => this.queue.use((connection) => connection.query(text, bindings)),
      this.faults,
    )) as Row[];
  }

  /** Every write is a transaction: a lock is met at its beginning, and waited for there. */
  execute(sql: string, bindings: Bindings = {}): Promise<number> {
    return this.transaction((transaction) => transaction.execute(sql, bindings));
  }

  /** Begins IMMEDIATE: a BEGIN that reads first and locks later fails under concurrent writers however long they wait. */
  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return withRetry(
      () =>
        this.queue.use(async (connection) => {
          connection.exec('BEGIN IMMEDIATE');
          const transaction = new SqliteTransaction(connection, this.dialect);
          try {
            const result = await work(transaction);
            transaction.commit();
            return result;
          } catch (error) {
            transaction.rollback();
            throw error;
          }
        }),
      this.faults,
    );
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}

/** An open transaction. libsql's own errors go up, so that its owner can tell a transient one. */
class SqliteTransaction implements Database {
  private isOpen = true;

  constructor(
    private readonly connection: SqliteConnection,
    readonly dialect: Dialect,
  ) {}

  query<Row extends object>(sql: string, bindings: Bindings = {}): Promise<Row[]> {
    return this.ask((connection) => connection.query(qualifyTables(sql, this.dialect), bindings) as Row[]);
  }

  execute(sql: string, bindings: Bindings = {}): Promise<number> {
    return this.ask((connection) => connection.execute(qualifyTables(sql, this.dialect), bindings));
  }

  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return work(this);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  commit(): void {
    this.isOpen = false;
    this.connection.exec('COMMIT');
  }

  rollback(): void {
    this.isOpen = false;
    try {
      this.connection.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
  }

  /** What is still under way when a transaction ends must not write outside of it. */
  private ask<Result>(question: (connection: SqliteConnection) => Result): Promise<Result> {
    return new Promise((resolve) => {
      if (!this.isOpen) throw new Error('The transaction has ended.');
      resolve(question(this.connection));
    });
  }
}
