import { statement, type Database } from '../database/index.js';

const countSuspicions = statement(
  'outbox.count-suspicions',
  `SELECT COUNT(*) AS suspicions FROM {attempts} suspected
     WHERE suspected.message_id = CAST(:id AS bigint) AND suspected.outcome IN ('suspected', 'retried') AND EXISTS (
       SELECT 1 FROM {attempts} sent WHERE sent.id > suspected.id AND sent.started_at >= suspected.finished_at
         AND sent.outcome = 'sent' AND sent.account = :account)`,
  { numbers: ['suspicions'] },
);
const countRequeued = statement(
  'outbox.count-requeued',
  "SELECT COUNT(*) AS attempts FROM {attempts} WHERE started_at >= :since AND outcome = 'requeued'",
  { numbers: ['attempts'] },
);

export const historyStatements = [countSuspicions, countRequeued];

/**
 * Whether the account has delivered to others since this message was suspected or retried. If so, the refusal is due to
 * the recipient and not to the account.
 */
export async function hasDeliveredSinceSuspicion(database: Database, id: string, account: string): Promise<boolean> {
  const [row] = await database.query<{ suspicions: number }>(countSuspicions, { id, account });
  return row!.suspicions > 0;
}

/** Whether any account was at fault since `since`. Only then are messages requeued. */
export async function wasAccountAtFault(database: Database, since: string): Promise<boolean> {
  const [row] = await database.query<{ attempts: number }>(countRequeued, { since });
  return row!.attempts > 0;
}
