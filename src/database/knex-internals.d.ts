/** What this program takes of knex beyond its public types: the SQLite dialect, for another driver. */
declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex';
  import type Libsql from 'libsql';

  export interface Query { readonly sql: string }

  export interface DriverConnection {
    prepare(sql: string): Libsql.Statement;
    close(): void;
  }

  export default class BetterSqlite3Client<Connection extends DriverConnection> extends Knex.Client {
    connectionSettings: { filename: string };
    _driver(): unknown;
    acquireRawConnection(): Promise<Connection>;
    _query(connection: Connection, query: Query): Promise<unknown>;
    transaction(...args: unknown[]): Knex.Transaction;
  }
}

declare module 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js' {
  const SqliteTransaction: new (...args: unknown[]) => object;
  export default SqliteTransaction;
}
