import { randomBytes } from 'node:crypto';
import knex from 'knex';
import { createSyncFn } from 'synckit';
import { contractTables } from '../../demo/contract-tables.js';
import { contract } from '../../src/source/index.js';
import type { OfficeDatabase, Value } from './office-database.js';

const statement = createSyncFn<(connectionString: string, sql: string, values: readonly Value[]) => Promise<object[]>>(
  new URL('./sqlserver-worker.js', import.meta.url),
);

const optionalViews = contract.filter(({ isOptional }) => isOptional === true);

/** Only compiles statements, without a connection. */
const builder = knex.knex({ client: 'mssql' });

/** Neighbouring columns, and the same columns of neighbouring views, differ. */
const collations = [
  'Polish_CI_AS',
  'SQL_Latin1_General_CP1_CI_AS',
  'Polish_CS_AS',
  'Latin1_General_CI_AS',
  'Latin1_General_BIN2',
];

const canonicalTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A schema of its own in the database of MOBEVO_TEST_MSSQL; `close` drops it. */
export class SqlServerOffice implements OfficeDatabase {
  readonly schema = `test_${randomBytes(6).toString('hex')}`;
  readonly setting: { client: 'sqlserver'; connection: string; schema: string };

  constructor(private readonly connectionString: string) {
    this.setting = { client: 'sqlserver', connection: connectionString, schema: this.schema };
    this.send(`EXEC('CREATE SCHEMA [${this.schema}]')`);
    // Each text column has a collation of its own, as in views over several databases. NULL is allowed everywhere, as
    // in the columns of a view.
    let columns = 0;
    const collated = (type: string) => {
      columns += 1;
      return `${type} COLLATE ${collations[columns % collations.length]!}`;
    };
    this.send(
      contractTables({ name: 'sqlserver', schema: this.schema })
        .map((ddl) => ddl.replace(/nvarchar\(\d+\)/g, collated).replaceAll(' not null', ''))
        .join(';\n'),
    );
  }

  createOptionalViews(): void {
    for (const ddl of contractTables({ name: 'sqlserver', schema: this.schema }, optionalViews))
      this.send(ddl.replaceAll(' not null', ''));
  }

  insert(table: string, row: Readonly<Record<string, Value>>): void {
    const { sql, bindings } = builder(table).withSchema(this.schema).insert(row).toSQL();
    this.all(sql, bindings as Value[]);
  }

  run(sql: string, values: readonly Value[]): void {
    this.all(sql, values);
  }

  all(sql: string, values: readonly Value[]): object[] {
    return this.send(
      this.translate(sql),
      values.map((value) => (typeof value === 'string' && canonicalTime.test(value) ? value.slice(0, -1) : value)),
    );
  }

  renameColumn(table: string, from: string, to: string): void {
    this.send(`EXEC sp_rename '[${this.schema}].[${table}].[${from}]', '${to}', 'COLUMN'`);
  }

  tables(): string[] {
    return this.objects('U');
  }

  close(): void {
    this.send(
      [
        ...this.objects('V').map((name) => `DROP VIEW [${this.schema}].[${name}]`),
        ...this.objects('U').map((name) => `DROP TABLE [${this.schema}].[${name}]`),
        `DROP SCHEMA [${this.schema}]`,
      ].join('; '),
    );
  }

  isBabelfish(): boolean {
    const [{ version }] = this.send('SELECT @@VERSION AS version') as [{ version: string }];
    return version.startsWith('Babelfish');
  }

  /** Runs a statement in the SQL of SQL Server; the caller qualifies the names. */
  send(sql: string, values: readonly Value[] = []): object[] {
    return statement(this.connectionString, sql, values);
  }

  private objects(type: 'U' | 'V'): string[] {
    return this.send('SELECT name FROM sys.objects WHERE schema_id = SCHEMA_ID(@p1) AND type = @p2', [
      this.schema,
      type,
    ]).map((row) => (row as { name: string }).name);
  }

  private translate(sql: string): string {
    let position = 0;
    return sql
      .replace(/\b(FROM|JOIN|INTO|UPDATE) (\w+)\b/g, `$1 [${this.schema}].[$2]`)
      .replace(/ AS TEXT\)/g, ' AS nvarchar(4000))')
      .replace(/\?/g, () => {
        position += 1;
        return `@p${position}`;
      });
  }
}
