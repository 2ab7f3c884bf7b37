import type sql from 'mssql';
import type { Bindings, Database, Dialect } from '../database.js';
import { withRetry, type ErrorClassifier } from '../retry.js';
import { errorCodesOf } from './error-codes.js';
import type { SqlServerPool } from './pool.js';
import { execute, executeAutocommit, query, read } from './statements.js';

/** The server's number if a view also reads another database, which does not allow snapshots. */
const snapshotNotAllowed = 3952;

/** SQL Server behind the `Database` interface. */
export class SqlServerSession implements Database {
  constructor(
    private readonly pool: SqlServerPool,
    private readonly errors: ErrorClassifier,
    readonly dialect: Dialect,
  ) {}

  async query<Row extends object>(text: string, bindings: Bindings = {}): Promise<Row[]> {
    return withRetry(() => this.read<Row>(text, bindings), this.errors);
  }

  /**
   * One statement is a transaction of its own. If the connection is lost, it has changed everything or nothing, like a
   * commit.
   */
  async execute(text: string, bindings: Bindings = {}): Promise<number> {
    return withRetry(
      async () => executeAutocommit(await this.pool.request(), this.dialect, text, bindings),
      this.errors,
    );
  }

  /**
   * Repeats `work` after a transient error. If the connection is lost during the commit, its outcome is unknown. So
   * `work` must read the current state first, and its writes must be fenced by keys, states and attempts.
   */
  async transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return withRetry(async () => {
      const transaction = await this.pool.begin();
      let result: Result;
      try {
        result = await work(new SqlServerTransaction(transaction, this.dialect));
      } catch (error) {
        // Fails if the server has already rolled back, after a lost connection or as a deadlock victim.
        await transaction.rollback().catch(() => undefined);
        throw error;
      }
      await transaction.commit();
      return result;
    }, this.errors);
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  private async read<Row extends object>(text: string, bindings: Bindings): Promise<Row[]> {
    const { pool } = this;
    try {
      const { rows, allowsSnapshots } = await read<Row>(
        await pool.request(),
        this.dialect,
        text,
        bindings,
        pool.allowsSnapshots,
      );
      pool.allowsSnapshots ??= allowsSnapshots;
      return rows;
    } catch (error) {
      if (!errorCodesOf(error).has([snapshotNotAllowed])) throw error;
      pool.allowsSnapshots = false;
      return this.read(text, bindings);
    }
  }
}

/** An open transaction. It throws the driver's errors, so that the session can retry transient ones. */
class SqlServerTransaction implements Database {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly open: sql.Transaction,
    readonly dialect: Dialect,
  ) {}

  query<Row extends object>(text: string, bindings: Bindings = {}): Promise<Row[]> {
    return this.inTurn(() => query<Row>(this.open.request(), this.dialect, text, bindings));
  }

  execute(text: string, bindings: Bindings = {}): Promise<number> {
    return this.inTurn(() => execute(this.open.request(), this.dialect, text, bindings));
  }

  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return work(this);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Runs requests one after the other, because a connection takes one at a time. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
