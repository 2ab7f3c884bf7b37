import { realpathSync } from 'node:fs';
import Libsql from 'libsql';
import { databaseError } from '../../errors/index.js';
import type { Bindings } from '../database.js';
import { WriteAheadLog } from './write-ahead-log.js';

/**
 * libsql waits for a lock with the event loop stopped, and a stopped loop takes replies of the mail server for
 * silence. So it waits a moment; longer waits are `retried`.
 */
const busyTimeout = 500;

/** A libsql connection that prepares a statement once. */
export class SqliteConnection {
  private readonly database: Libsql.Database;
  private readonly prepared = new Map<string, Libsql.Statement>();
  /** Absent where the file system allows none: there SQLite waits for the disk itself. */
  private readonly log: WriteAheadLog | undefined;

  constructor(private readonly file: string) {
    this.database = new Libsql(file, { timeout: busyTimeout });
    this.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    const [mode] = this.database.prepare('PRAGMA journal_mode = WAL').all() as { journal_mode: string }[];
    this.log = mode?.journal_mode === 'wal' ? new WriteAheadLog(`${realpathSync(file)}-wal`) : undefined;
    this.exec(`PRAGMA synchronous = ${this.log === undefined ? 'FULL' : 'NORMAL'}`);
  }

  query(sql: string, bindings: Bindings): object[] {
    return this.with(sql, (statement) => statement.all(bindings) as object[]);
  }

  /** @returns the number of rows changed */
  execute(sql: string, bindings: Bindings): number {
    return this.with(sql, (statement) => statement.run(bindings).changes);
  }

  /** A statement without bindings, prepared for this once. */
  exec(sql: string): void {
    this.database.exec(sql);
  }

  /** Resolves once all that is committed by now is on the disk. */
  async flushed(): Promise<void> {
    await this.log?.flushed().catch((error: unknown) => {
      throw databaseError('DATABASE_UNREACHABLE', this.file, error);
    });
  }

  async close(): Promise<void> {
    this.prepared.clear();
    await this.log?.close();
    this.database.close();
  }

  /** A statement that failed may be left open: the next time it is prepared anew. */
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
