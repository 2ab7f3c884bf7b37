import knex from 'knex';
import type { Dialect } from '../database.js';
import { sqliteSchema } from '../sqlite/schema.js';
import { sqlserverSchema } from '../sqlserver/schema.js';
import { MigrationBuilder } from './migration-builder.js';
import { migrations } from './list.js';

/** The database to compile for. */
export type SchemaTarget = Pick<Dialect, 'name' | 'schema'>;

/** Compiles what `write` adds to the builder. @returns SQL statements in order, without closing semicolons */
export function compileSchema({ name, schema }: SchemaTarget, write: (builder: MigrationBuilder) => void): string[] {
  const dialect = name === 'sqlite' ? sqliteSchema : sqlserverSchema;
  const builder = new MigrationBuilder(knex.knex({ client: dialect.client, useNullAsDefault: true }), dialect, schema);
  write(builder);
  return builder.statements;
}

/** Compiles the migrations after a version. @returns SQL statements in order, without closing semicolons */
export function compileMigrations(target: SchemaTarget, from: number): string[] {
  return compileSchema(target, (builder) => {
    if (from === 0) {
      builder.createSchema();
      createVersionTable(builder);
    }
    for (const migration of migrations.slice(from)) migration(builder);
  });
}

/** Creates the table of the migrations that have run. */
export function createVersionTable(builder: MigrationBuilder): void {
  const { time } = builder.columns;
  builder.change((schema) =>
    schema.createTable('migrations', (table) => {
      table.integer('version').notNullable().primary();
      time(table, 'applied_at').notNullable();
    }),
  );
}
