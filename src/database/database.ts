/** No boolean: libsql ends the process over one. */
export type Binding = string | number | null;
export type Bindings = Readonly<Record<string, Binding>>;

/**
 * A connection to the database, or a transaction on it.
 *
 * SQL is written once for both dialects. `{name}` in it stands for a table of this program or a view of
 * the source contract, qualified as the dialect wants; `:name` takes a binding. Points in time are texts
 * in one canonical form, `YYYY-MM-DDTHH:MM:SS.mmmZ`, in bindings and in results.
 */
export interface Database {
  readonly dialect: Dialect;
  query<Row extends object>(sql: string, bindings?: Bindings): Promise<Row[]>;
  /** @returns the number of rows changed; outside a transaction it is one of its own */
  execute(sql: string, bindings?: Bindings): Promise<number>;
  /** Runs `work` in a write transaction; what it throws rolls back. Transient faults are retried. */
  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What whoever sits between could do, because the settings allow it: read everything, or pose as the server and then read it. */
export type InsecureConnection = 'unencrypted' | 'unverified';

/** All that differs between SQLite and SQL Server. */
export interface Dialect {
  readonly name: 'sqlite' | 'sqlserver';
  /** What errors call this database; no secret in it. */
  readonly label: string;
  readonly insecureConnection?: InsecureConnection | undefined;
  /** The schema of our tables and of the source's views; SQLite has none. */
  readonly schema?: string | undefined;
  table(name: string): string;
  /** SQL for the server's clock, `ms` milliseconds from now. */
  now(ms?: number): string;
  /**
   * Takes the planners' lock for the rest of the transaction.
   * @param waitMs how long to wait for another planner
   * @returns false when another planner still has it
   */
  lockPlanning(transaction: Database, waitMs?: number): Promise<boolean>;
  /** SQL that changes at most `count` rows: `update` sets, `where` and `order` choose. */
  updateTop(table: string, count: number, set: string, where: string, order: string): string;
  /** SQL for the values of a column in at most `count` rows: `where` and `order` choose. */
  selectTop(table: string, column: string, where: string, order: string, count: number): string;
  /** Whether claims pass by rows that others hold, so that taking none is no proof that none are left. */
  readonly skipsLockedRows: boolean;
  /** SQL that compares a text byte for byte with one kept as `key`. */
  binaryEquals(text: string): string;
  /** Column types of a table or view, lower-case and without length; empty when it does not exist. */
  columns(database: Database, name: string): Promise<Map<string, string>>;
}
