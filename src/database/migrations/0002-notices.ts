import type { MigrationBuilder } from './migration-builder.js';

/** Creates the table of what was last reported about each data issue; see docs/state.md. */
export function createNotices(builder: MigrationBuilder): void {
  const { date, key } = builder.columns;
  builder.createTable('notices', (table) => {
    key(table, 'name', 80).notNullable().primary();
    key(table, 'fingerprint', 64).notNullable();
    date(table, 'told_on').notNullable();
  });
}
