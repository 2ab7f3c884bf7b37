import type sql from 'mssql';
import type { Bindings, Database, Dialect } from '../database.js';
import { withRetry, type ErrorClassifier } from '../retry.js';
import { errorCodesOf } from './error-codes.js';
import type { SqlServerPool } from './pool.js';
import { execute, executeAlone, query, read } from './statements.js';

/** A view reads another database as well, which allows no snapshots. */
const noSnapshot = 3952;

/** SQL Server behind the `Database` interface. */
export class SqlServerSession implements Database {
  constructor(
    private readonly pool: SqlServerPool,
    private readonly faults: ErrorClassifier,
    readonly dialect: Dialect,
  ) {}

  async query<Row extends object>(text: string, bindings: Bindings = {}): Promise<Row[]> {
    return withRetry(() => this.read<Row>(text, bindings), this.faults);
  }

  /** One statement is a transaction of its own: lost on its way it has changed nothing or all, like a commit. */
  async execute(text: string, bindings: Bindings = {}): Promise<number> {
    return withRetry(async () => executeAlone(await this.pool.request(), this.dialect, text, bindings), this.faults);
  }

  /**
   * Repeats `work` after a transient fault. Lost during the commit, nobody knows whether it happened: the
   * work begins again by reading what is there, and what it writes is fenced by keys, states and attempts.
   */
  async transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return withRetry(async () => {
      const transaction = await this.pool.begin();
      let result: Result;
      try {
        result = await work(new SqlServerTransaction(transaction, this.dialect));
      } catch (error) {
        // The server has rolled back already where the connection is gone or a deadlock was lost.
        await transaction.rollback().catch(() => undefined);
        throw error;
      }
      await transaction.commit();
      return result;
    }, this.faults);
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
      if (!errorCodesOf(error).has([noSnapshot])) throw error;
      pool.allowsSnapshots = false;
      return this.read(text, bindings);
    }
  }
}

/** An open transaction. The driver's own errors go up, so that its owner can tell a transient one. */
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

  /** A connection takes one request at a time. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
