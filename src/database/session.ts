import type { Knex } from 'knex';
import type { Binding, Bindings, Database, Dialect } from './database.js';
import { expand } from './statement.js';

/** What the two dialects say of knex's raw results. */
export interface Driver {
  bind(value: Binding): Binding;
  rows(result: unknown): object[];
  execute(knex: Knex, sql: string, bindings: Bindings): Promise<number>;
  /** True when the same transaction may be tried again at once. */
  isTransient(error: unknown): boolean;
  /** Turns what the driver throws into an error of this program, where it is a known one. */
  translate(error: unknown): unknown;
}

const transientAttempts = 4;

/** A knex connection or transaction behind the `Database` interface. */
export class Session implements Database {
  constructor(private readonly knex: Knex, private readonly driver: Driver, readonly dialect: Dialect) {}

  async query<Row extends object>(sql: string, bindings: Bindings = {}): Promise<Row[]> {
    const result: unknown = await this.guard(() => this.knex.raw(expand(sql, this.dialect), this.bind(bindings)));
    return this.driver.rows(result) as Row[];
  }

  async execute(sql: string, bindings: Bindings = {}): Promise<number> {
    return this.guard(() => this.driver.execute(this.knex, expand(sql, this.dialect), this.bind(bindings)));
  }

  async transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.knex.transaction((transaction) => work(new Session(transaction, this.driver, this.dialect)));
      } catch (error) {
        if (attempt === transientAttempts || !this.driver.isTransient(error)) throw this.driver.translate(error);
        await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * (0.5 + Math.random())));
      }
    }
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

  private bind(bindings: Bindings): Record<string, Binding> {
    return Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, this.driver.bind(value)]));
  }
}
