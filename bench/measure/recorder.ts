import type { Binding, Bindings, Database } from '../../src/database/index.js';

/** Wraps a database and records every statement with its bindings inserted. */
export class Recorder implements Database {
  readonly dialect: Database['dialect'];

  constructor(
    private readonly inner: Database,
    readonly statements: string[] = [],
  ) {
    this.dialect = inner.dialect;
  }

  query<Row extends object>(sql: string, bindings?: Bindings): Promise<Row[]> {
    this.record(sql, bindings);
    return this.inner.query<Row>(sql, bindings);
  }

  execute(sql: string, bindings?: Bindings): Promise<number> {
    this.record(sql, bindings);
    return this.inner.execute(sql, bindings);
  }

  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return this.inner.transaction((transaction) => work(new Recorder(transaction, this.statements)));
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private record(sql: string, bindings: Bindings = {}): void {
    this.statements.push(
      sql
        .replace(/\{(\w+)\}/g, '$1')
        .replace(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, name: string) => toSqlLiteral(bindings[name] ?? null)),
    );
  }
}

/** A value as an SQL literal. */
function toSqlLiteral(value: Binding): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
