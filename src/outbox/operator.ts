import { statement, type Database, type Statement } from '../database/index.js';
import { NotifyError } from '../errors/index.js';

const waiting = `next_attempt_at = NULL, first_refusal_at = NULL, deferrals = 0, fault_count = 0, finished_at = NULL, reason = NULL,
  lease_owner = NULL, lease_until = NULL`;

/** What an operator may do with single messages, and how to see that it is done. */
const operations = {
  resend: {
    change: changeStatement(
      'outbox.resend',
      `state = 'queued', message_id = CASE WHEN state = 'sent' THEN NULL ELSE message_id END, ${waiting}`,
      "('sent', 'failed', 'unknown', 'skipped')",
    ),
    find: doneStatement('outbox.find-resent', "state = 'queued'"),
  },
  discard: {
    change: changeStatement(
      'outbox.discard',
      "state = 'skipped', reason = 'discarded', finished_at = :now, lease_owner = NULL, lease_until = NULL",
      "('queued', 'deferred', 'failed', 'unknown')",
    ),
    find: doneStatement('outbox.find-discarded', "state = 'skipped' AND reason = 'discarded'"),
  },
};
const requeueFailed = statement(
  'outbox.retry-failed',
  `UPDATE {messages} SET state = 'queued', ${waiting} WHERE state = 'failed'`,
);

export const operatorStatements: Statement[] = [
  ...Object.values(operations).flatMap((operation) => Object.values(operation)),
  requeueFailed,
];

function changeStatement(name: string, set: string, states: string): Statement {
  return statement(name, `UPDATE {messages} SET ${set} WHERE id = CAST(:id AS bigint) AND state IN ${states}`);
}

function doneStatement(name: string, done: string): Statement {
  return statement(name, `SELECT id FROM {messages} WHERE id = CAST(:id AS bigint) AND ${done}`);
}

/**
 * Queues messages again for an operator. A message that was sent gets a new Message-ID, otherwise the mailbox drops
 * the copy as a duplicate.
 * @throws NotifyError MESSAGE_NOT_FOUND if any of them cannot be queued; then none is
 */
export async function resend(transaction: Database, ids: readonly string[]): Promise<void> {
  await change(transaction, 'resend', ids);
}

/** Discards messages that are not to be sent. @throws NotifyError MESSAGE_NOT_FOUND if any cannot be; then none is */
export async function discard(transaction: Database, ids: readonly string[], now: Date): Promise<void> {
  await change(transaction, 'discard', ids, { now: now.toISOString() });
}

/** Queues all failed messages again. */
export async function retryFailed(transaction: Database): Promise<void> {
  await transaction.execute(requeueFailed);
}

/**
 * A message that is already changed is no error: an earlier try may have been committed before the connection was lost.
 */
async function change(
  transaction: Database,
  operation: keyof typeof operations,
  ids: readonly string[],
  bindings = {},
): Promise<void> {
  const missing: string[] = [];
  for (const id of ids) {
    const changed = await transaction.execute(operations[operation].change, { ...bindings, id });
    if (changed > 0) continue;
    const found = await transaction.query(operations[operation].find, { id });
    if (found.length === 0) missing.push(id);
  }
  if (missing.length > 0) throw new NotifyError('MESSAGE_NOT_FOUND', { ids: missing.join(', ') });
}
