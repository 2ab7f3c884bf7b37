import type { SchemaDialect } from '../migrations/schema-dialect.js';
import { binaryCollation } from './dialect.js';

/** SQL Server: knex's `datetime` has no precision, and its columns no collation. */
export const sqlserverSchema: SchemaDialect = {
  client: 'mssql',
  columns: {
    bigint: (table, name) => table.bigInteger(name),
    bit: (table, name) => table.boolean(name),
    date: (table, name) => table.date(name),
    time: (table, name) => table.specificType(name, 'datetime2(3)'),
    text: (table, name, length) => table.string(name, length),
    key: (table, name, length) => table.specificType(name, `nvarchar(${length}) COLLATE ${binaryCollation}`),
  },
  // CREATE SCHEMA must be alone in its batch. The owner is dbo: any other owner could read every table of dbo's.
  createSchema: (schema = '') => [
    `IF SCHEMA_ID('${schema}') IS NULL EXEC('CREATE SCHEMA [${schema}] AUTHORIZATION dbo')`,
  ],
  // A primary key is clustered anyway.
  clustered: '',
  // knex leaves out the type of what is renamed, and Babelfish wants it.
  renameTable: (from, to) => `exec sp_rename '${from}', '${to}', 'OBJECT'`,
  // Otherwise 5,000 locks become one lock on the table, and every other run waits.
  afterCreate: (table) => [`ALTER TABLE ${table} SET (LOCK_ESCALATION = DISABLE)`],
};
