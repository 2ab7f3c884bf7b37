import { statement, type Database } from '../database/index.js';

const countAccountFaults = statement(
  'outbox.count-account-faults',
  "SELECT COUNT(*) AS attempts FROM {attempts} WHERE started_at >= :since AND outcome IN ('requeued', 'suspected')",
  { numbers: ['attempts'] },
);

const selectDelivering = statement(
  'outbox.select-delivering-accounts',
  "SELECT DISTINCT account AS account FROM {attempts} WHERE started_at >= :since AND outcome = 'sent'",
);

export const accountAttemptStatements = [countAccountFaults, selectDelivering];

/** Whether any account was, or may have been, at fault since `since`. */
export async function wasAccountAtFault(database: Database, since: string): Promise<boolean> {
  const [row] = await database.query<{ attempts: number }>(countAccountFaults, { since });
  return row!.attempts > 0;
}

/** The names of the accounts that have delivered a mail in an attempt since `since`. */
export async function deliveringAccounts(database: Database, since: Date): Promise<string[]> {
  const rows = await database.query<{ account: string }>(selectDelivering, { since: since.toISOString() });
  return rows.map(({ account }) => account);
}
