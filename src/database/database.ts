/** Without boolean, because libsql ends the process on one. */
export type Binding = string | number | null;
export type Bindings = Readonly<Record<string, Binding>>;

/**
 * A connection to the database, or a transaction on it.
 *
 * SQL is written once for both dialects. `{name}` is a table of this program or a view of the source contract, which
 * the dialect qualifies. `:name` is a binding. Points in time are texts of the form `YYYY-MM-DDTHH:MM:SS.mmmZ`, in
 * bindings and in results.
 */
export interface Database {
  readonly dialect: Dialect;
  query<Row extends object>(sql: string, bindings?: Bindings): Promise<Row[]>;
  /** Executes a statement, outside a transaction in one of its own. @returns the number of rows changed */
  execute(sql: string, bindings?: Bindings): Promise<number>;
  /** Runs `work` in a write transaction, and rolls back if it throws. Runs it again after a transient error. */
  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What a man in the middle could do with these settings: read everything, or impersonate the server. */
export type InsecureConnection = 'unencrypted' | 'unverified';

/** Everything that differs between SQLite and SQL Server. */
export interface Dialect {
  readonly name: 'sqlite' | 'sqlserver';
  /** The name of this database in errors; contains no secret. */
  readonly label: string;
  readonly insecureConnection?: InsecureConnection | undefined;
  /** The schema of our tables and of the source's views; undefined for SQLite. */
  readonly schema?: string | undefined;
  table(name: string): string;
  /** SQL: the server's time plus `ms` milliseconds. */
  now(ms?: number): string;
  /**
   * Acquires the planning lock until the end of the transaction.
   * @param waitMs how long to wait for another planner
   * @returns false if another planner still holds it
   */
  lockPlanning(transaction: Database, waitMs?: number): Promise<boolean>;
  /** SQL that updates at most `count` rows with `set`, chosen by `where` and `order`. */
  updateTop(table: string, count: number, set: string, where: string, order: string): string;
  /** SQL: the values of a column in at most `count` rows, chosen by `where` and `order`. */
  selectTop(table: string, column: string, where: string, order: string, count: number): string;
  /** True if claims skip rows that other runs have locked: an empty claim then does not mean that nothing is left. */
  readonly skipsLockedRows: boolean;
  /** SQL: a text for comparing byte for byte with a column of type `key`. */
  binaryEquals(text: string): string;
  /** Column types of a table or view, in lower case and without length; empty if it does not exist. */
  columns(database: Database, name: string): Promise<Map<string, string>>;
}
