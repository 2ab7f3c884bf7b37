import type { Knex } from 'knex';

type Column = (table: Knex.CreateTableBuilder, name: string) => Knex.ColumnBuilder;
type TextColumn = (table: Knex.CreateTableBuilder, name: string, length: number) => Knex.ColumnBuilder;

/** Columns whose type differs between the databases. The others are made by knex's builder. */
export interface ColumnTypes {
  readonly bigint: Column;
  readonly bit: Column;
  readonly date: Column;
  /** A point in time, to the millisecond, in UTC. */
  readonly time: Column;
  /** Text for people, with the database's collation. The length is in UTF-16 code units. */
  readonly text: TextColumn;
  /** Text that is compared byte for byte, whatever the database's collation. */
  readonly key: TextColumn;
}

/** What knex's schema builder needs to know about a database, and the SQL that it cannot produce. */
export interface SchemaDialect {
  /** knex's name for the database. Its driver is not loaded, because statements are only compiled. */
  readonly client: 'better-sqlite3' | 'mssql';
  readonly columns: ColumnTypes;
  /** SQL that must run before the first table is created. */
  createSchema(schema: string | undefined): string[];
  /** SQL that ends the CREATE TABLE of a table that is always read by its primary key. */
  readonly clustered: string;
  /** @param from quoted and with its schema */
  renameTable(from: string, to: string): string;
  /** SQL that must follow the creation of a state table. */
  afterCreate(table: string): string[];
}
