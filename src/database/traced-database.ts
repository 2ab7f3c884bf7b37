import type { Bindings, Database, Dialect, Statement } from './database.js';

/** Called after each statement. @param ms milliseconds that it took */
export type Trace = (statement: Statement, ms: number, bindings?: Bindings) => void;

/** A database, or a transaction on it, that reports how long each statement takes. */
export class TracedDatabase implements Database {
  constructor(
    private readonly database: Database,
    private readonly trace: Trace,
  ) {}

  get dialect(): Dialect {
    return this.database.dialect;
  }

  query<Row extends object>(statement: Statement, bindings?: Bindings): Promise<Row[]> {
    return this.timed(statement, bindings, () => this.database.query<Row>(statement, bindings));
  }

  execute(statement: Statement, bindings?: Bindings): Promise<number> {
    return this.timed(statement, bindings, () => this.database.execute(statement, bindings));
  }

  compile(statement: Statement): Promise<void> {
    return this.database.compile(statement);
  }

  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return this.database.transaction((transaction) => work(new TracedDatabase(transaction, this.trace)));
  }

  close(): Promise<void> {
    return this.database.close();
  }

  private async timed<Result>(
    statement: Statement,
    bindings: Bindings | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.trace(statement, performance.now() - start, bindings);
    }
  }
}
