import type { Binding, Bindings, Database, Statement } from '../../src/database/index.js';

/** Wraps a database and records every statement with its bindings inserted. */
export class Recorder implements Database {
  readonly dialect: Database['dialect'];

  constructor(
    private readonly inner: Database,
    readonly statements: string[] = [],
  ) {
    this.dialect = inner.dialect;
  }

  query<Row extends object>(statement: Statement, bindings?: Bindings): Promise<Row[]> {
    this.record(statement, bindings);
    return this.inner.query<Row>(statement, bindings);
  }

  execute(statement: Statement, bindings?: Bindings): Promise<number> {
    this.record(statement, bindings);
    return this.inner.execute(statement, bindings);
  }

  compile(statement: Statement): Promise<void> {
    return this.inner.compile(statement);
  }

  transaction<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    return this.inner.transaction((transaction) => work(new Recorder(transaction, this.statements)));
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private record({ text }: Statement, bindings: Bindings = {}): void {
    this.statements.push(
      (typeof text === 'string' ? text : text(this.dialect))
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
