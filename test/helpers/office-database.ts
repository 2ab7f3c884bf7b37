export type Value = string | number | null;

/** The database of a test office, questioned in the SQL of SQLite and without waiting. */
export interface OfficeDatabase {
  /** The `database` setting that leads a run to it. */
  readonly setting: object;
  insert(table: string, row: Readonly<Record<string, Value>>): void;
  run(sql: string, values: readonly Value[]): void;
  all(sql: string, values: readonly Value[]): object[];
  /** Names of its tables, those of the source contract among them. */
  tables(): string[];
  close(): void;
}
