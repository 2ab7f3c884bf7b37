export type Value = string | number | null;

/** The database of a test office, queried synchronously in the SQL of SQLite. */
export interface OfficeDatabase {
  /** The `database` setting of a run on it. */
  readonly setting: object;
  /** Creates the views that an office need not have, as tables. */
  createOptionalViews(): void;
  insert(table: string, row: Readonly<Record<string, Value>>): void;
  run(sql: string, values: readonly Value[]): void;
  all(sql: string, values: readonly Value[]): object[];
  renameColumn(table: string, from: string, to: string): void;
  /** Names of its tables, including those of the source contract. */
  tables(): string[];
  close(): void;
}
