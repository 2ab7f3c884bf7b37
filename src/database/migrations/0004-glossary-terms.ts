import type { MigrationBuilder } from './migration-builder.js';

/** Renames tables, columns and outcomes of attempts to the terms of the glossary. Rows and indexes stay. */
export function renameToGlossaryTerms(builder: MigrationBuilder): void {
  builder.renameTable('notices', 'issue_reports');
  for (const [table, from, to] of [
    ['issue_reports', 'told_on', 'reported_on'],
    ['mail_accounts', 'worked_at', 'last_success_at'],
    ['activations', 'covers_from', 'tracked_since'],
    ['account_usage', 'span', 'quota_window'],
    ['messages', 'first_reply_at', 'first_refusal_at'],
  ] as const)
    builder.change((schema) => schema.alterTable(table, (columns) => columns.renameColumn(from, to)));
  builder.replaceValue('attempts', 'outcome', 'return%', 'requeued');
  builder.replaceValue('attempts', 'outcome', 'doubt%', 'suspected');
}
