import type { SchemaDialect } from '../migrations/schema-dialect.js';

/** SQLite's columns are text and integers. knex's `date` and `datetime` columns would have numeric affinity. */
export const sqliteSchema: SchemaDialect = {
  client: 'better-sqlite3',
  columns: {
    bigint: (table, name) => table.integer(name),
    bit: (table, name) => table.integer(name),
    date: (table, name) => table.text(name),
    time: (table, name) => table.text(name),
    text: (table, name) => table.text(name),
    key: (table, name) => table.text(name),
  },
  createSchema: () => [],
  clustered: ' WITHOUT ROWID',
  renameTable: (from, to) => `ALTER TABLE ${from} RENAME TO ${to}`,
  afterCreate: () => [],
};
