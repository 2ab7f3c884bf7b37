import type { MigrationBuilder } from './migration-builder.js';

/**
 * Counts the attempts with unknown outcome of the messages that are not finished. An attempt that was deleted counts as
 * one: rather hold a message than send it too often. On its own, because SQL Server compiles a batch before it adds
 * columns.
 */
export function countUnknown(builder: MigrationBuilder): void {
  builder.setValue(
    'messages',
    'unknown_count',
    ({ attempts, messages }) =>
      `attempt - (SELECT COUNT(*) FROM ${attempts} a WHERE a.message_id = ${messages}.id AND COALESCE(a.outcome, '') <> 'unknown')`,
    "state NOT IN ('sent', 'failed', 'skipped')",
  );
}
