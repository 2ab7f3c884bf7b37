import type { MigrationBuilder } from './migration-builder.js';

/**
 * Keeps on the message what decides about it, because attempts are deleted after thirty days; on the run, how it ended;
 * and on the alert, until when a run has claimed it. See docs/state.md.
 */
export function addFaults(builder: MigrationBuilder): void {
  const { knex } = builder;
  const { time, text, key } = builder.columns;
  builder.addColumns(
    'messages',
    (table) => table.integer('unknown_count').notNullable().defaultTo(knex.raw('0')),
    (table) => table.integer('fault_count').notNullable().defaultTo(knex.raw('0')),
    (table) => text(table, 'last_error', 1000),
  );
  builder.addColumns(
    'runs',
    (table) => key(table, 'run_id', 40),
    (table) => key(table, 'error_code', 40),
    (table) => text(table, 'error_text', 1000),
    (table) => text(table, 'broken_kinds', 400),
  );
  builder.addColumns('alerts', (table) => time(table, 'claimed_until'));
}
