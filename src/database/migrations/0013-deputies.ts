import type { MigrationBuilder } from './migration-builder.js';

/** Creates the table of deputies who get mails of absent guardians; see docs/state.md. */
export function addDeputies(builder: MigrationBuilder): void {
  const { time, date, key, bigint } = builder.columns;
  builder.createTable(
    'planned_deputies',
    (table) => {
      key(table, 'kind', 40).notNullable();
      time(table, 'slot').notNullable();
      bigint(table, 'deputy_id').notNullable();
      bigint(table, 'user_id').notNullable();
      date(table, 'until_date').notNullable();
      table.primary(['kind', 'slot', 'deputy_id', 'user_id']);
    },
    { isClustered: true },
  );
}
