import { accessSync, statSync } from 'node:fs';
import { databaseError, NotifyError } from '../../errors/index.js';
import { SqliteConnection } from './connection.js';
import { isLocked } from './error-codes.js';

/** Gives exclusive use of the only connection to a SQLite file, first come, first served. */
export class ConnectionQueue {
  private connection: SqliteConnection | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly changesNothing: boolean,
  ) {}

  /**
   * Runs `work` after all earlier work has ended. The first call opens the connection.
   * @throws DATABASE_UNREACHABLE if the file cannot be opened
   */
  use<Result>(work: (connection: SqliteConnection) => Promise<Result> | Result): Promise<Result> {
    const result = this.last.then(() => work((this.connection ??= open(this.file, this.changesNothing))));
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Closes the connection after all earlier work has ended. */
  async close(): Promise<void> {
    await this.last;
    this.connection?.close();
  }
}

function open(file: string, changesNothing: boolean): SqliteConnection {
  try {
    // libsql would create a missing file, which would have no source views.
    accessSync(file);
    if (statSync(file).isDirectory()) throw folderError(file);
    return new SqliteConnection(file, changesNothing);
  } catch (error) {
    throw error instanceof NotifyError || isLocked(error) ? error : databaseError('DATABASE_UNREACHABLE', file, error);
  }
}

function folderError(file: string): NotifyError {
  const reason = { code: 'textFile.folder', args: { code: 'EISDIR' } } as const;
  return new NotifyError('DATABASE_UNREACHABLE', { database: file, reason });
}
