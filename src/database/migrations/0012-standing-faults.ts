import type { MigrationBuilder } from './migration-builder.js';

/** Creates the table of faults that stand since an earlier run; see docs/state.md. */
export function addStandingFaults(builder: MigrationBuilder): void {
  const { text, time, date, key } = builder.columns;
  builder.createTable('standing_faults', (table) => {
    key(table, 'name', 200).notNullable().primary();
    time(table, 'since').notNullable();
    date(table, 'reported_on').notNullable();
    text(table, 'error_text', 1000).notNullable();
  });
}
