import type { Knex } from 'knex';
import type { ColumnTypes, SchemaDialect } from './schema-dialect.js';

/** Collects the statements of migrations, compiled by knex's schema builder for one database. */
export class MigrationBuilder {
  readonly statements: string[] = [];

  /**
   * @param knex only compiles; it has no connection
   * @param schema of the tables; undefined if the database has none
   */
  constructor(
    readonly knex: Knex,
    private readonly dialect: SchemaDialect,
    private readonly schema: string | undefined,
  ) {}

  get columns(): ColumnTypes {
    return this.dialect.columns;
  }

  createSchema(): void {
    this.statements.push(...this.dialect.createSchema(this.schema));
  }

  /** Creates a state table with its indexes. */
  createTable(name: string, define: (table: Knex.CreateTableBuilder) => void, { isClustered = false } = {}): void {
    const [create, ...indexes] = this.compile((schema) => schema.createTable(name, define));
    this.statements.push(
      `${create!}${isClustered ? this.dialect.clustered : ''}`,
      ...indexes,
      ...this.dialect.afterCreate(this.quoted(name)),
    );
  }

  /**
   * Creates a unique index over all rows. On SQL Server knex would filter out NULL, and a filtered index serves fewer
   * queries.
   */
  createUniqueIndex(name: string, table: string, columns: readonly string[]): void {
    this.raw(`CREATE UNIQUE INDEX ?? ON ?? (${columns.map(() => '??').join(', ')})`, [
      name,
      this.qualified(table),
      ...columns,
    ]);
  }

  renameTable(from: string, to: string): void {
    this.statements.push(this.dialect.renameTable(this.quoted(from), to));
  }

  /** Adds columns to a table, one per statement: not every server that speaks SQL Server's language takes several. */
  addColumns(name: string, ...columns: readonly ((table: Knex.CreateTableBuilder) => unknown)[]): void {
    for (const add of columns) this.change((schema) => schema.alterTable(name, (table) => void add(table)));
  }

  /** Applies any other change that knex's schema builder supports. */
  change(build: (schema: Knex.SchemaBuilder) => unknown): void {
    this.statements.push(...this.compile(build));
  }

  /** Replaces the values of a text column that match a LIKE pattern. */
  replaceValue(table: string, column: string, pattern: string, value: string): void {
    this.raw('UPDATE ?? SET ?? = ? WHERE ?? LIKE ?', [this.qualified(table), column, value, column, pattern]);
  }

  /**
   * Sets a column of the rows that match a condition.
   * @param value returns SQL, given the quoted names of the state tables
   */
  setValue(
    table: string,
    column: string,
    value: (tables: { readonly messages: string; readonly attempts: string }) => string,
    where: string,
  ): void {
    const tables = { messages: this.quoted('messages'), attempts: this.quoted('attempts') };
    this.statements.push(`UPDATE ${this.quoted(table)} SET ${column} = ${value(tables)} WHERE ${where}`);
  }

  private raw(sql: string, bindings: readonly string[]): void {
    this.statements.push(this.knex.raw(sql, bindings).toQuery());
  }

  private compile(build: (schema: Knex.SchemaBuilder) => unknown): string[] {
    const { schema } = this.knex;
    if (this.schema !== undefined) schema.withSchema(this.schema);
    build(schema);
    return [schema.toSQL()].flat().map(({ sql, bindings }) => this.knex.raw(sql, bindings).toQuery());
  }

  private quoted(table: string): string {
    return this.knex.ref(this.qualified(table)).toQuery();
  }

  private qualified(table: string): string {
    return this.schema === undefined ? table : `${this.schema}.${table}`;
  }
}
