import type { MigrationBuilder } from './migration-builder.js';

/** Creates the tables of how much each slot planned, and of the plans that are held; see docs/state.md. */
export function addFloodGuard(builder: MigrationBuilder): void {
  const { time, date, key } = builder.columns;
  builder.createTable(
    'planned_slots',
    (table) => {
      key(table, 'kind', 40).notNullable();
      time(table, 'slot').notNullable();
      date(table, 'day').notNullable();
      table.integer('gap').notNullable();
      table.integer('messages').notNullable();
      table.integer('entries').notNullable();
      table.primary(['kind', 'slot']);
    },
    { isClustered: true },
  );
  builder.createTable('held_plans', (table) => {
    key(table, 'kind', 40).notNullable().primary();
    time(table, 'held_at').notNullable();
    table.integer('messages').notNullable();
    key(table, 'decision', 10);
    time(table, 'alerted_at');
  });
}
