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

  async execute(sql: string, bindings: Bindings = {}): Promise<number> {
    return this.guard(() => this.driver.execute(this.knex, expand(sql, this.dialect), bindings));
  }

  async transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return retried(
      () => this.knex.transaction((transaction) => work(new Session(transaction, this.driver, this.dialect))), this.driver);
  }

  async close(): Promise<void> {
    await this.knex.destroy();
  }

  /** Inside a transaction the driver's own error goes up, so that `transaction` can tell a transient one. */
  private async guard<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.knex.isTransaction === true ? error : this.driver.translate(error);
    }
  }
}
