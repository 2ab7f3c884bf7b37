import type { Bindings, Database, Dialect, Statement } from '../database.js';
import type { LockWait } from '../lock-wait.js';
import { withRetry, type ErrorClassifier } from '../retry.js';
import type { SqliteConnection } from './connection.js';
import type { ConnectionQueue } from './connection-queue.js';
import { bindingsFor, compileStatement, withNumbers } from '../statement.js';

/** SQLite behind the `Database` interface. */
export class SqliteSession implements Database {
  constructor(
    private readonly queue: ConnectionQueue,
    private readonly errors: ErrorClassifier,
    readonly dialect: Dialect,
    private readonly lockWait: LockWait,
  ) {}

  async query<Row extends object>(statement: Statement, bindings: Bindings = {}): Promise<Row[]> {
    return withRetry(
      () => this.queue.use((connection) => query<Row>(connection, this.dialect, statement, bindings)),
      this.errors,
      this.lockWait,
    );
  }

  /** Every write is a transaction, so that it waits for the lock at BEGIN. */
  execute(statement: Statement, bindings: Bindings = {}): Promise<number> {
    return this.transaction((transaction) => transaction.execute(statement, bindings));
  }

  /**
   * Uses BEGIN IMMEDIATE: a transaction that reads first and locks later fails under concurrent writers, whatever the
   * time-out.
   */
  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return withRetry(
      () =>
        this.queue.use(async (connection) => {
          connection.exec('BEGIN IMMEDIATE');
          this.lockWait.recordAcquired();
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
      this.errors,
      this.lockWait,
    );
  }

  compile(statement: Statement): Promise<void> {
    return withRetry(
      () =>
        this.queue.use((connection) => {
          connection.compile(compileStatement(statement, this.dialect).sql);
        }),
      this.errors,
      this.lockWait,
    );
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}

/** An open transaction. It throws libsql's errors, so that the session can retry transient ones. */
class SqliteTransaction implements Database {
  private isOpen = true;

  constructor(
    private readonly connection: SqliteConnection,
    readonly dialect: Dialect,
  ) {}

  query<Row extends object>(statement: Statement, bindings: Bindings = {}): Promise<Row[]> {
    return this.run((connection) => query<Row>(connection, this.dialect, statement, bindings));
  }

  execute(statement: Statement, bindings: Bindings = {}): Promise<number> {
    return this.run((connection) => {
      const compiled = compileStatement(statement, this.dialect);
      return connection.execute(compiled.sql, bindingsFor(statement, compiled, bindings));
    });
  }

  compile(statement: Statement): Promise<void> {
    return this.run((connection) => {
      connection.compile(compileStatement(statement, this.dialect).sql);
    });
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
      // SQLite has already rolled back, for example because the disk is full.
    }
  }

  /** Throws once the transaction has ended, because the statement would run outside it. */
  private run<Result>(work: (connection: SqliteConnection) => Result): Promise<Result> {
    return new Promise((resolve) => {
      if (!this.isOpen) throw new Error('The transaction has ended.');
      resolve(work(this.connection));
    });
  }
}

function query<Row extends object>(
  connection: SqliteConnection,
  dialect: Dialect,
  statement: Statement,
  bindings: Bindings,
): Row[] {
  const compiled = compileStatement(statement, dialect);
  return withNumbers<Row>(connection.query(compiled.sql, bindingsFor(statement, compiled, bindings)), statement);
}
