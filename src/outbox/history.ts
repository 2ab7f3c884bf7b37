import type { Database } from '../database/index.js';

/**
 * Whether a message that was doubted before has had its answer: the account has delivered others since, so what
 * it is refused for now is its own.
 */
export async function hasDeliveredSinceSuspicion(database: Database, id: string, account: string): Promise<boolean> {
  const [row] = await database.query<{ settled: number }>(
    `SELECT COUNT(*) AS settled FROM {attempts} p
     WHERE p.message_id = CAST(:id AS bigint) AND p.outcome = 'doubted' AND EXISTS (
       SELECT 1 FROM {attempts} s WHERE s.id > p.id AND s.started_at >= p.finished_at AND s.outcome = 'sent' AND s.account = :account)`,
    { id, account },
  );
  return row!.settled > 0;
}

/** Whether an account was at fault since: time in which a message could not be tried is no time in which it was refused. */
export async function wasAccountAtFault(database: Database, since: string): Promise<boolean> {
  const [row] = await database.query<{ faults: number }>(
    "SELECT COUNT(*) AS faults FROM {attempts} WHERE started_at >= :since AND outcome = 'returned'",
    { since },
  );
  return row!.faults > 0;
}
