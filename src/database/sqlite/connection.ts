import { dirname } from 'node:path';
import Libsql from 'libsql';
import type { Bindings } from '../database.js';

/**
 * Milliseconds that libsql waits for a lock. It blocks the event loop, so that replies of the mail server would time
 * out in a long wait. `withRetry` does the longer waits.
 */
const busyTimeoutMs = 500;

/** A libsql connection that prepares each statement once. A commit returns after it is written to disk. */
export class SqliteConnection {
  private readonly database: Libsql.Database;
  private readonly prepared = new Map<string, Libsql.Statement>();
  private readonly decode: (bytes: ArrayBuffer) => string;

  /** @param changesNothing leaves the journal mode as it is, because the file stores it */
  constructor(file: string, changesNothing: boolean) {
    // SQLite's variable for its temporary files, but for Windows. The system's folder may be read-only; the database's
    // cannot be.
    process.env['SQLITE_TMPDIR'] ??= dirname(file);
    this.database = new Libsql(file, { timeout: busyTimeoutMs });
    this.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (!changesNothing) this.exec('PRAGMA journal_mode = WAL');
    this.exec('PRAGMA synchronous = FULL');
    // libsql would keep what a large plan sorts in memory. A file is only opened for what the page cache cannot hold.
    this.exec('PRAGMA temp_store = FILE');
    const { encoding } = this.database.prepare('PRAGMA encoding').get() as { encoding: string };
    this.decode = decoderOf(encoding);
  }

  /** A text that is not in the file's encoding comes with U+FFFD in it. */
  query(sql: string, bindings: Bindings): object[] {
    return this.withStatement(
      sql,
      (statement) => (statement.all(bindings) as Record<string, unknown>[]).map((row) => withTexts(row, this.decode)),
      (statement) => this.database.prepare(textsAsBytes(sql, statement)),
    );
  }

  /** @returns the number of rows changed */
  execute(sql: string, bindings: Bindings): number {
    return this.withStatement(sql, (statement) => statement.run(bindings).changes);
  }

  /** Compiles a statement without running it. It is not cached. */
  compile(sql: string): void {
    this.database.prepare(sql);
  }

  /** Executes a statement without bindings. It is not cached. */
  exec(sql: string): void {
    this.database.exec(sql);
  }

  close(): void {
    this.prepared.clear();
    this.database.close();
  }

  /** Uses a prepared statement. A failed statement may stay open, so the next call prepares it again. */
  private withStatement<Result>(
    sql: string,
    use: (statement: Libsql.Statement) => Result,
    adapt = (statement: Libsql.Statement) => statement,
  ): Result {
    const statement = this.prepared.get(sql) ?? adapt(this.database.prepare(sql));
    this.prepared.set(sql, statement);
    try {
      return use(statement);
    } catch (error) {
      this.prepared.delete(sql);
      throw error;
    }
  }
}

/** The same query with its texts as bytes, because libsql ends the process at a text that is not UTF-8. */
function textsAsBytes(sql: string, statement: Libsql.Statement): string {
  const columns = statement.columns().map(({ name }) => `"${name}"`);
  const asBytes = (column: string) =>
    `CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`;
  return `SELECT ${columns.map((column) => `${asBytes(column)} AS ${column}`).join(', ')} FROM (${sql})`;
}

function withTexts(row: Record<string, unknown>, decode: (bytes: ArrayBuffer) => string): object {
  for (const [column, value] of Object.entries(row)) if (value instanceof ArrayBuffer) row[column] = decode(value);
  return row;
}

/** @param encoding as SQLite names it: UTF-8, UTF-16le or UTF-16be */
function decoderOf(encoding: string): (bytes: ArrayBuffer) => string {
  if (encoding === 'UTF-8') return (bytes) => Buffer.from(bytes).toString();
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes);
}
