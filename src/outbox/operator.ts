import type { KindId } from '../config/index.js';
import { statement, type Database, type Statement } from '../database/index.js';
import { NotifyError } from '../errors/index.js';
import { ofKindsSql } from './counts.js';

const waiting = `next_attempt_at = NULL, first_refusal_at = NULL, deferrals = 0, fault_count = 0, finished_at = NULL, reason = NULL,
  lease_owner = NULL, lease_until = NULL`;

/** What an operator may do with single messages, and how to see that it is done. */
interface Operation {
  readonly change: Statement;
  readonly find: Statement;
}

/** Queues no message of a kind that is off, because it would be skipped. */
const resendOf = (kinds: readonly KindId[]): Operation => ({
  change: changeStatement(
    'outbox.resend',
    `state = 'queued', message_id = CASE WHEN state = 'sent' THEN NULL ELSE message_id END, ${waiting}`,
    `state IN ('sent', 'failed', 'unknown', 'skipped') AND ${ofKindsSql(kinds)}`,
  ),
  find: doneStatement('outbox.find-resent', `state = 'queued' AND ${ofKindsSql(kinds)}`),
});
const discarding: Operation = {
  change: changeStatement(
    'outbox.discard',
    "state = 'skipped', reason = 'discarded', finished_at = :now, lease_owner = NULL, lease_until = NULL",
    "state IN ('queued', 'deferred', 'failed', 'unknown')",
  ),
  find: doneStatement('outbox.find-discarded', "state = 'skipped' AND reason = 'discarded'"),
};
const requeueFailed = (kinds: readonly KindId[]) =>
  statement(
    'outbox.retry-failed',
    `UPDATE {messages} SET state = 'queued', ${waiting} WHERE state = 'failed' AND ${ofKindsSql(kinds)}`,
  );

export const operatorStatements = (kinds: readonly KindId[]): Statement[] => [
  ...[resendOf(kinds), discarding].flatMap(({ change, find }) => [change, find]),
  requeueFailed(kinds),
];

function changeStatement(name: string, set: string, where: string): Statement {
  return statement(name, `UPDATE {messages} SET ${set} WHERE id = CAST(:id AS bigint) AND ${where}`);
}

function doneStatement(name: string, done: string): Statement {
  return statement(name, `SELECT id FROM {messages} WHERE id = CAST(:id AS bigint) AND ${done}`);
}

/**
 * Queues messages again for an operator. A message that was sent gets a new Message-ID, otherwise the mailbox drops
 * the copy as a duplicate.
 * @param kinds that are on
 * @throws NotifyError MESSAGE_NOT_FOUND if any of them cannot be queued; then none is
 */
export async function resend(transaction: Database, ids: readonly string[], kinds: readonly KindId[]): Promise<void> {
  await change(transaction, resendOf(kinds), ids);
}

/** Discards messages that are not to be sent. @throws NotifyError MESSAGE_NOT_FOUND if any cannot be; then none is */
export async function discard(transaction: Database, ids: readonly string[], now: Date): Promise<void> {
  await change(transaction, discarding, ids, { now: now.toISOString() });
}

/** Queues all failed messages of these kinds again. */
export async function retryFailed(transaction: Database, kinds: readonly KindId[]): Promise<void> {
  await transaction.execute(requeueFailed(kinds));
}

/**
 * A message that is already changed is no error: an earlier try may have been committed before the connection was lost.
 */
async function change(
  transaction: Database,
  operation: Operation,
  ids: readonly string[],
  bindings = {},
): Promise<void> {
  const missing: string[] = [];
  for (const id of ids) {
    const changed = await transaction.execute(operation.change, { ...bindings, id });
    if (changed > 0) continue;
    const found = await transaction.query(operation.find, { id });
    if (found.length === 0) missing.push(id);
  }
  if (missing.length > 0) throw new NotifyError('MESSAGE_NOT_FOUND', { ids: missing.join(', ') });
}
