import type { SchemaDialect } from '../migrations/schema-dialect.js';
import { binaryCollation } from './dialect.js';

/** SQL Server's columns. knex cannot express the precision of a date and time, or a collation. */
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
  // CREATE SCHEMA must be alone in its batch. The owner is dbo, because another owner could read every table of dbo.
  createSchema: (schema = '') => [
    `IF SCHEMA_ID('${schema}') IS NULL EXEC('CREATE SCHEMA [${schema}] AUTHORIZATION dbo')`,
  ],
  // A primary key is clustered by default.
  clustered: '',
  // knex omits the object type, which Babelfish requires.
  renameTable: (from, to) => `exec sp_rename '${from}', '${to}', 'OBJECT'`,
  // Without this, 5,000 row locks become one table lock, and every other run waits.
  afterCreate: (table) => [`ALTER TABLE ${table} SET (LOCK_ESCALATION = DISABLE)`],
};
