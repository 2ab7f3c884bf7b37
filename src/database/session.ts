import type { Knex } from 'knex';
import type { Bindings, Database, Dialect } from './database.js';
import { retried, type Faults } from './retry.js';
import { expand } from './statement.js';

/** What knex's raw results mean on a database, and its faults. */
export interface Driver extends Faults {
  rows(result: unknown): object[];
  execute(knex: Knex, sql: string, bindings: Bindings): Promise<number>;
}

/** A knex connection or transaction behind the `Database` interface. */
export class Session implements Database {
  constructor(private readonly knex: Knex, private readonly driver: Driver, readonly dialect: Dialect) {}

  async query<Row extends object>(sql: string, bindings: Bindings = {}): Promise<Row[]> {
    const result: unknown = await this.guard(() =>
      this.knex.raw(expand(sql, this.dialect), bindings as Record<string, Knex.RawBinding>));
    return this.driver.rows(result) as Row[];
  }

  /** Every write is a transaction: a lock is met at its beginning, and waited for there. */
  async execute(sql: string, bindings: Bindings = {}): Promise<number> {
    return this.knex.isTransaction === true
      ? this.driver.execute(this.knex, expand(sql, this.dialect), bindings)
      : this.transaction((transaction) => transaction.execute(sql, bindings));
  }

  async transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return retried(
      () => this.knex.transaction((transaction) => work(new Session(transaction, this.driver, this.dialect))), this.driver);
  }

  async close(): Promise<void> {
    await this.knex.destroy();
  }

  /** Inside a transaction the driver's own error goes up, so that `transaction` can tell a transient one. */
  private guard<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.knex.isTransaction === true ? work() : retried(work, this.driver);
  }
}
