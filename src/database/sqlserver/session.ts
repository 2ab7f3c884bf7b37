import type sql from 'mssql';
import type { Bindings, Database, Dialect, Statement } from '../database.js';
import { withRetry, type ErrorClassifier } from '../retry.js';
import { errorCodesOf } from './error-codes.js';
import type { SqlServerPool } from './pool.js';
import { compile, execute, executeAutocommit, query, read } from './run-statement.js';
import { transactionDepth } from './server-questions.js';

/**
 * A view that a snapshot cannot read: of another database that does not allow snapshots (3952), or not yet or no longer
 * (3953 to 3957), of a linked server (3996), or on a memory-optimised table (41332). Or tempdb has no room for old
 * versions of rows (3958, 3966).
 */
const snapshotRefused = [3952, 3953, 3954, 3955, 3956, 3957, 3958, 3966, 3996, 41332];

/** mssql's code if the server has already rolled back, as after a deadlock: its connection is free. */
const rolledBack = ['EABORT'];

/** SQL Server behind the `Database` interface. */
export class SqlServerSession implements Database {
  constructor(
    private readonly pool: SqlServerPool,
    private readonly errors: ErrorClassifier,
    readonly dialect: Dialect,
  ) {}

  async query<Row extends object>(statement: Statement, bindings: Bindings = {}): Promise<Row[]> {
    return withRetry(() => this.read<Row>(statement, bindings), this.errors);
  }

  /**
   * One statement is a transaction of its own. If the connection is lost, it has changed everything or nothing, like a
   * commit.
   */
  async execute(statement: Statement, bindings: Bindings = {}): Promise<number> {
    return withRetry(
      async () => executeAutocommit(await this.pool.request(), this.dialect, statement, bindings),
      this.errors,
    );
  }

  /**
   * Repeats `work` after a transient error, also if `work` caught it. If the connection is lost during the commit, its
   * outcome is unknown. So `work` must read the current state first, and its writes must be fenced by keys, states and
   * attempts.
   */
  async transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return withRetry(async () => {
      const transaction = await this.pool.begin();
      const open = new SqlServerTransaction(transaction, this.dialect, this.errors);
      let result: Result;
      try {
        result = await work(open).finally(() => {
          open.throwIfEnded();
        });
      } catch (error) {
        await transaction.rollback().catch((rollbackError: unknown) => {
          if (!errorCodesOf(rollbackError).has(rolledBack)) this.pool.replaceConnections();
        });
        throw error;
      }
      await transaction.commit().catch((error: unknown) => {
        this.pool.replaceConnections();
        throw error;
      });
      return result;
    }, this.errors);
  }

  async compile(statement: Statement): Promise<void> {
    try {
      await compile(await this.pool.request(), this.dialect, statement);
    } catch (error) {
      throw this.errors.translate(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  private async read<Row extends object>(statement: Statement, bindings: Bindings): Promise<Row[]> {
    const { pool } = this;
    try {
      const { rows, allowsSnapshots } = await read<Row>(
        await pool.request(),
        this.dialect,
        statement,
        bindings,
        pool.allowsSnapshots,
      );
      pool.allowsSnapshots ??= allowsSnapshots;
      return rows;
    } catch (error) {
      if (pool.allowsSnapshots === false || !errorCodesOf(error).has(snapshotRefused)) throw error;
      pool.allowsSnapshots = false;
      return this.read(statement, bindings);
    }
  }
}

/** An open transaction. It throws the driver's errors, so that the session can retry transient ones. */
class SqlServerTransaction implements Database {
  private last: Promise<unknown> = Promise.resolve();
  private endedBy: { readonly error: unknown } | undefined;

  constructor(
    private readonly open: sql.Transaction,
    readonly dialect: Dialect,
    private readonly errors: ErrorClassifier,
  ) {}

  /** @throws the error that ended the transaction, or after which it must be repeated, also if `work` caught it */
  throwIfEnded(): void {
    if (this.endedBy !== undefined) throw this.endedBy.error;
  }

  query<Row extends object>(statement: Statement, bindings: Bindings = {}): Promise<Row[]> {
    return this.inTurn(() => query<Row>(this.open.request(), this.dialect, statement, bindings));
  }

  execute(statement: Statement, bindings: Bindings = {}): Promise<number> {
    return this.inTurn(() => execute(this.open.request(), this.dialect, statement, bindings));
  }

  /** Statements are compiled outside transactions: the tables of a migration that is not committed are locked. */
  compile(): Promise<void> {
    return Promise.reject(new Error('A transaction compiles no statements.'));
  }

  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return work(this);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Runs requests one after the other, because a connection takes one at a time. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(async () => {
      this.throwIfEnded();
      try {
        return await work();
      } catch (error) {
        if (this.errors.isTransient(error) || !(await this.isOpen())) this.endedBy = { error };
        throw error;
      }
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  /**
   * Some errors roll the transaction back on the server. msnodesqlv8 does not say so, and would commit each statement
   * that follows.
   */
  private async isOpen(): Promise<boolean> {
    try {
      const [row] = await query<{ depth: number }>(this.open.request(), this.dialect, transactionDepth, {});
      return row!.depth > 0;
    } catch {
      return false;
    }
  }
}
