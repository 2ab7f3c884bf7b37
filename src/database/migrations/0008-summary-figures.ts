import type { MigrationBuilder } from './migration-builder.js';

/** Adds to messages what a summary counts, so that a retry counts the same and the next one begins where it ended. */
export function addSummaryFigures(builder: MigrationBuilder): void {
  const { time, date, text } = builder.columns;
  builder.addColumns(
    'messages',
    (table) => date(table, 'previous_day'),
    (table) => time(table, 'counted_from'),
    (table) => time(table, 'counted_until'),
  );
  builder.addColumns('absence_changes', (table) => text(table, 'previous_type', 200));
}
