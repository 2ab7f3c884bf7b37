import type { Database } from '../database/index.js';

/**
 * Whether the account has delivered to others since this message was suspected. If so, the refusal is due to the
 * recipient and not to the account.
 */
export async function hasDeliveredSinceSuspicion(database: Database, id: string, account: string): Promise<boolean> {
  const [row] = await database.query<{ deliveries: number }>(
    `SELECT COUNT(*) AS deliveries FROM {attempts} p
     WHERE p.message_id = CAST(:id AS bigint) AND p.outcome IN ('suspected', 'retried') AND EXISTS (
       SELECT 1 FROM {attempts} s WHERE s.id > p.id AND s.started_at >= p.finished_at AND s.outcome = 'sent' AND s.account = :account)`,
    { id, account },
  );
  return row!.deliveries > 0;
}

/** Whether an account was at fault since then: a message that could not be tried was not refused. */
export async function wasAccountAtFault(database: Database, since: string): Promise<boolean> {
  const [row] = await database.query<{ attempts: number }>(
    "SELECT COUNT(*) AS attempts FROM {attempts} WHERE started_at >= :since AND outcome = 'requeued'",
    { since },
  );
  return row!.attempts > 0;
}
