import { accessSync } from 'node:fs';
import Libsql from 'libsql';
import knexFactory, { type Knex } from 'knex';
import { DatabaseUnreachableError } from '../errors/index.js';
import { isLocked } from './sqlite-codes.js';
import { SqliteConnection } from './sqlite-connection.js';

/** knex would print a connection that fails, between the lines of `--json`; the error that it throws says the same. */
const ignore = () => undefined;
const silent = { debug: ignore, warn: ignore, error: ignore, deprecate: ignore };

class LibsqlClient extends knexFactory.Client {
  static {
    // knex makes no pool for a client that names no driver.
    this.prototype.driverName = 'libsql';
  }

  _driver(): typeof Libsql {
    return Libsql;
  }

  override acquireRawConnection(): Promise<SqliteConnection> {
    const { filename } = this.connectionSettings as { filename: string };
    try {
      // A file that is not there holds no office: libsql would make an empty one.
      accessSync(filename);
      return Promise.resolve(new SqliteConnection(filename));
    } catch (error) {
      return Promise.reject(isLocked(error) ? error as Error : new DatabaseUnreachableError(filename, error));
    }
  }

  override destroyRawConnection(connection: SqliteConnection): Promise<void> {
    return connection.close();
  }
}

/** knex's pool of the one connection that SQLite gets: opened with the first query, lent to one at a time. */
export class SqlitePool {
  private readonly client: Knex.Client;

  constructor(filename: string) {
    this.client = new LibsqlClient({ client: LibsqlClient, connection: { filename }, pool: { min: 0, max: 1 }, log: silent });
  }

  async use<Result>(work: (connection: SqliteConnection) => Promise<Result> | Result): Promise<Result> {
    const connection = await this.client.acquireConnection() as SqliteConnection;
    try {
      return await work(connection);
    } finally {
      await this.client.releaseConnection(connection);
    }
  }

  async close(): Promise<void> {
    await this.client.destroy(undefined);
  }
}
