import type { SchemaDialect } from '../migrations/schema-dialect.js';

/** SQLite keeps text and integers; knex's own `date` and `datetime` would give a column that prefers numbers. */
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
