/** Without boolean, because libsql ends the process on one. */
export type Binding = string | number | null;
export type Bindings = Readonly<Record<string, Binding>>;

/** A statement of this program. `inspect/statement-catalogue.ts` lists them all, except migrations. */
export interface Statement {
  /** Unique in the catalogue: the folder or kind, and what the statement does. */
  readonly name: string;
  /** SQL as described at `Database`. */
  readonly text: string | ((dialect: Dialect) => string);
  /** Parameters that are whole numbers. All others are texts; so are points in time. */
  readonly integers: readonly string[];
  /** Columns of the result that are numbers, whatever the driver gives: some give `bigint` and `decimal` as text. */
  readonly numbers: readonly string[];
  /** True for a look at our own tables that passes over rows of other transactions, instead of waiting for them. */
  readonly readsPast: boolean;
}

/**
 * A connection to the database, or a transaction on it.
 *
 * SQL is written once for both dialects, in statements with a name. `{name}` is a table of this program or a view of
 * the source contract, which the dialect qualifies. `:name` is a binding. Points in time are texts of the form
 * `YYYY-MM-DDTHH:MM:SS.mmmZ`, in bindings and in results.
 */
export interface Database {
  readonly dialect: Dialect;
  query<Row extends object>(statement: Statement, bindings?: Bindings): Promise<Row[]>;
  /** Executes a statement, outside a transaction in one of its own. @returns the number of rows changed */
  execute(statement: Statement, bindings?: Bindings): Promise<number>;
  /**
   * Has the database compile a statement. It is not run: no row is read and nothing is changed.
   * @throws the database's error, translated if it is known
   */
  compile(statement: Statement): Promise<void>;
  /** Runs `work` in a write transaction, and rolls back if it throws. Runs it again after a transient error. */
  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What a man in the middle could do with these settings: read everything, or impersonate the server. */
export type InsecureConnection = 'unencrypted' | 'unverified';

/** A column as the database declares it. */
export interface DeclaredColumn {
  /** In lower case and without length; empty if the database knows none. */
  readonly type: string;
  /** The longest text in characters, if the database limits it. */
  readonly length?: number;
}

/** Settings of SQL Server that a check looks at. */
export interface ServerFacts {
  /** 11 is SQL Server 2012. */
  readonly version: number;
  /** 110 is that of SQL Server 2012. */
  readonly compatibilityLevel: number;
  /** True if the database is closed when its last connection ends, and opened again by each run. */
  readonly closesItself: boolean;
}

export interface MissingRight {
  readonly name: string;
  readonly right: string;
}

export interface ServerQuestions {
  facts(database: Database): Promise<ServerFacts>;
  /** Rights that the login lacks on tables and views, such as `UPDATE` on `messages`. */
  missingRights(database: Database): Promise<MissingRight[]>;
}

/** Everything that differs between SQLite and SQL Server. */
export interface Dialect {
  readonly name: 'sqlite' | 'sqlserver';
  /** The statements that only this dialect uses. */
  readonly statements: readonly Statement[];
  /** The name of this database in errors; contains no secret. */
  readonly label: string;
  readonly insecureConnection?: InsecureConnection | undefined;
  /** The schema of our tables and of the source's views; undefined for SQLite. */
  readonly schema?: string | undefined;
  readonly table: (name: string) => string;
  /** SQL: the server's time plus `ms` milliseconds; a parameter such as `:leaseMs` is an integer. */
  readonly now: (ms?: number | string) => string;
  /**
   * Acquires the planning lock until the end of the transaction.
   * @param waitMs how long to wait for another planner
   * @returns false if another planner still holds it
   */
  lockPlanning(transaction: Database, waitMs?: number): Promise<boolean>;
  /** SQL that updates at most `count` rows (a parameter) with `set`, chosen by `where` and `order`. */
  readonly updateTop: (table: string, count: string, set: string, where: string, order: string) => string;
  /** SQL: the values of a column in at most `count` rows, chosen by `where` and `order`. */
  readonly selectTop: (table: string, column: string, where: string, order: string, count: number | string) => string;
  /** True if claims skip rows that other runs have locked: an empty claim then does not mean that nothing is left. */
  readonly skipsLockedRows: boolean;
  /** SQL after a table that is read past the rows that other transactions have locked. */
  readonly readPast: string;
  /** SQL after a table whose rows are changed: locks rows, because `readPast` cannot skip locked pages. */
  readonly rowLocks: string;
  /**
   * SQL: a text that may meet a text of another origin, in a comparison, CASE, COALESCE, CONCAT or UNION. On SQL Server
   * every column of a view may have a collation of its own; two that meet are an error. Compares byte for byte.
   */
  readonly binary: (text: string) => string;
  /** SQL: a value of a column of times is a time. SQL Server's columns hold no other value. */
  readonly isTime: (value: string) => string;
  /** SQL: a text contains these parts in this order. A part is one character, or a class such as `[^a-z]`. */
  readonly containsInOrder: (text: string, ...parts: readonly string[]) => string;
  /** SQL at the end of a statement whose plan depends on its parameters' values: plans it anew at each execution. */
  readonly recompile: string;
  /** What a check asks a server; SQLite has none. */
  readonly server?: ServerQuestions;
  /** The columns of a table or view by name, in lower case; empty if it does not exist. */
  columns(database: Database, name: string): Promise<Map<string, DeclaredColumn>>;
}
