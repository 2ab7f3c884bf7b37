import type { MigrationBuilder } from './migration-builder.js';

/** What was last reported of each data issue; docs/state.md. */
export function createNotices(builder: MigrationBuilder): void {
  const { date, key } = builder.columns;
  builder.createTable('notices', (table) => {
    key(table, 'name', 80).notNullable().primary();
    key(table, 'fingerprint', 64).notNullable();
    date(table, 'told_on').notNullable();
  });
}
