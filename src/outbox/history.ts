import { statement, type Database } from '../database/index.js';

const countAccountFaults = statement(
  'outbox.count-account-faults',
  "SELECT COUNT(*) AS attempts FROM {attempts} WHERE started_at >= :since AND outcome IN ('requeued', 'suspected')",
  { numbers: ['attempts'] },
);

export const historyStatements = [countAccountFaults];

/** Whether any account was, or may have been, at fault since `since`. */
export async function wasAccountAtFault(database: Database, since: string): Promise<boolean> {
  const [row] = await database.query<{ attempts: number }>(countAccountFaults, { since });
  return row!.attempts > 0;
}
