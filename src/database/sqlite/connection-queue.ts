import { accessSync } from 'node:fs';
import { databaseError } from '../../errors/index.js';
import { SqliteConnection } from './connection.js';
import { isLocked } from './error-codes.js';

/** Lends the one connection to a SQLite file to one user at a time, in the order in which they ask. */
export class ConnectionQueue {
  private connection: SqliteConnection | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  /**
   * Runs `work` when all earlier work has ended. The first call opens the connection.
   * @throws DatabaseUnreachableError if the file cannot be opened
   */
  use<Result>(work: (connection: SqliteConnection) => Promise<Result> | Result): Promise<Result> {
    const result = this.last.then(() => work((this.connection ??= open(this.file))));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Closes the connection when all work that was asked for has ended. */
  async close(): Promise<void> {
    await this.last;
    this.connection?.close();
  }
}

function open(file: string): SqliteConnection {
  try {
    // libsql would create a missing file, and an empty file holds no office.
    accessSync(file);
    return new SqliteConnection(file);
  } catch (error) {
    throw isLocked(error) ? error : databaseError('DATABASE_UNREACHABLE', file, error);
  }
}
