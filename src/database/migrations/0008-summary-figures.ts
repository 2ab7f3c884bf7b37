import type { MigrationBuilder } from './migration-builder.js';

/** Adds to messages what a summary counts, so that a retry counts the same and the next one begins where it ended. */
export function addSummaryFigures(builder: MigrationBuilder): void {
  const { time, date, text } = builder.columns;
  builder.change((schema) =>
    schema.alterTable('messages', (table) => {
      date(table, 'previous_day');
      time(table, 'counted_from');
      time(table, 'counted_until');
    }),
  );
  builder.change((schema) =>
    schema.alterTable('absence_changes', (table) => {
      text(table, 'previous_type', 200);
    }),
  );
}
