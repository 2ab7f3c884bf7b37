import { accessSync } from 'node:fs';
import { KnexPool } from 'knex/lib/pool.js';
import { databaseError } from '../../errors/index.js';
import { isLocked } from './error-codes.js';
import { SqliteConnection } from './connection.js';

/** Milliseconds; longer than any transaction takes. */
const longestWait = 60_000;

/** knex's pool of the one connection that SQLite gets: opened with the first query, lent to one at a time. */
export class SqlitePool {
  private readonly pool: KnexPool<SqliteConnection>;

  constructor(file: string) {
    this.pool = new KnexPool({
      min: 0,
      max: 1,
      acquireTimeoutMillis: longestWait,
      propagateCreateError: true,
      create: () => open(file),
      destroy: (connection) => connection.close(),
    });
  }

  async use<Result>(work: (connection: SqliteConnection) => Promise<Result> | Result): Promise<Result> {
    const connection = await this.pool.acquire().promise;
    try {
      return await work(connection);
    } finally {
      this.pool.release(connection);
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** @throws DATABASE_UNREACHABLE */
function open(file: string): SqliteConnection {
  try {
    // A file that is not there holds no office: libsql would make an empty one.
    accessSync(file);
    return new SqliteConnection(file);
  } catch (error) {
    throw isLocked(error) ? error : databaseError('DATABASE_UNREACHABLE', file, error);
  }
}
