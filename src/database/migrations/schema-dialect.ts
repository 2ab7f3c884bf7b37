import type { Knex } from 'knex';

type Column = (table: Knex.CreateTableBuilder, name: string) => Knex.ColumnBuilder;
type TextColumn = (table: Knex.CreateTableBuilder, name: string, length: number) => Knex.ColumnBuilder;

/** Columns whose type differs between the databases; the others are plain words of knex's builder. */
export interface ColumnTypes {
  readonly bigint: Column;
  readonly bit: Column;
  readonly date: Column;
  /** A point in time, to the millisecond, in UTC. */
  readonly time: Column;
  /** Text that people read; it compares and sorts as the database does. The length is in UTF-16 code units. */
  readonly text: TextColumn;
  /** Text that must match byte for byte, whatever the database's collation. */
  readonly key: TextColumn;
}

/** What knex's schema builder needs to know of a database, and what it cannot say for it. */
export interface SchemaDialect {
  /** knex's name for the database. Its driver is not loaded: statements are only compiled. */
  readonly client: 'better-sqlite3' | 'mssql';
  readonly columns: ColumnTypes;
  /** SQL that must run before the first table is created. */
  createSchema(schema: string | undefined): string[];
  /** SQL after the closing parenthesis of a table that is always read by its primary key. */
  readonly clustered: string;
  /** @param from quoted and with its schema */
  renameTable(from: string, to: string): string;
  /** SQL that must follow the creation of a state table. */
  afterCreate(table: string): string[];
}
