import Libsql from 'libsql';
import type { Bindings } from '../database.js';

/**
 * Milliseconds that libsql waits for a lock. It waits with the event loop stopped, and meanwhile replies of the mail
 * server would look like silence: longer waits are those of `withRetry`.
 */
const busyTimeout = 500;

/** A libsql connection that prepares each statement once. A commit returns when it is on the disk. */
export class SqliteConnection {
  private readonly database: Libsql.Database;
  private readonly prepared = new Map<string, Libsql.Statement>();

  constructor(file: string) {
    this.database = new Libsql(file, { timeout: busyTimeout });
    this.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    this.exec('PRAGMA journal_mode = WAL');
    this.exec('PRAGMA synchronous = FULL');
  }

  query(sql: string, bindings: Bindings): object[] {
    return this.with(sql, (statement) => statement.all(bindings) as object[]);
  }

  /** @returns the number of rows changed */
  execute(sql: string, bindings: Bindings): number {
    return this.with(sql, (statement) => statement.run(bindings).changes);
  }

  /** Runs a statement without bindings, prepared for this one call. */
  exec(sql: string): void {
    this.database.exec(sql);
  }

  close(): void {
    this.prepared.clear();
    this.database.close();
  }

  /** A statement that failed may stay open, so the next call prepares it anew. */
  private with<Result>(sql: string, use: (statement: Libsql.Statement) => Result): Result {
    const statement = this.prepared.get(sql) ?? this.database.prepare(sql);
    this.prepared.set(sql, statement);
    try {
      return use(statement);
    } catch (error) {
      this.prepared.delete(sql);
      throw error;
    }
  }
}
