import type { MigrationBuilder } from './migration-builder.js';

/** Keeps on each mail account what its server last refused, and how many connections it accepts; see docs/state.md. */
export function addAccountEvidence(builder: MigrationBuilder): void {
  const { knex } = builder;
  const { time, text, key } = builder.columns;
  builder.addColumns(
    'mail_accounts',
    (table) => time(table, 'suspected_since'),
    (table) => time(table, 'refused_at'),
    (table) => key(table, 'refused_phase', 20),
    (table) => text(table, 'refusal', 1000),
    (table) => table.integer('rests').notNullable().defaultTo(knex.raw('0')),
    (table) => time(table, 'rests_until'),
    (table) => table.integer('accepted_connections'),
    (table) => time(table, 'connections_until'),
  );
}
