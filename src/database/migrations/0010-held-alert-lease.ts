import type { MigrationBuilder } from './migration-builder.js';

/** Lets a run claim the alert about a held plan for as long as it sends it; see docs/state.md. */
export function addHeldAlertLease(builder: MigrationBuilder): void {
  const { time } = builder.columns;
  builder.change((schema) => schema.alterTable('held_plans', (table) => time(table, 'claimed_until')));
}
