import type { Database } from '../database/index.js';
import { waitingState } from './message.js';

/** How an attempt ended, as the reply policy decided. */
export interface Outcome {
  /** `returned`: the account, not the recipient, was at fault; the message waits as if untried. */
  readonly state: 'sent' | 'deferred' | 'failed' | 'unknown' | 'returned';
  readonly phase: string;
  readonly replyCode?: number;
  readonly enhancedCode?: string;
  readonly text: string;
  readonly nextAttemptAt?: Date;
}

export interface Settle {
  readonly id: string;
  readonly attempt: number;
  readonly now: Date;
  readonly outcome: Outcome;
}

const longestReply = 1000;

/**
 * Writes how an attempt ended. The attempt's number fences it: a message that somebody reclaimed has a
 * higher one, and a late outcome of a message nobody reclaimed is still written.
 */
export async function settle(transaction: Database, { id, attempt, now, outcome }: Settle): Promise<boolean> {
  const { state, phase, replyCode = null, enhancedCode = null, text, nextAttemptAt } = outcome;
  const bindings = { id, attempt, now: now.toISOString() };
  const mine = `id = CAST(:id AS bigint) AND attempt = :attempt AND state NOT IN ('sent', 'failed', 'skipped')
    AND id IN (SELECT a.message_id FROM {attempts} a WHERE a.message_id = CAST(:id AS bigint) AND a.attempt = :attempt
      AND (a.outcome IS NULL OR a.outcome = 'unknown'))`;
  const changed = state === 'returned'
    ? await transaction.execute(
      `UPDATE {messages} SET state = ${waitingState}, lease_owner = NULL, lease_until = NULL WHERE ${mine}`, bindings)
    : state === 'deferred'
      ? await transaction.execute(
        `UPDATE {messages} SET state = 'deferred', next_attempt_at = :next, deferrals = deferrals + 1,
           first_reply_at = COALESCE(first_reply_at, :now), lease_owner = NULL, lease_until = NULL WHERE ${mine}`,
        { ...bindings, next: nextAttemptAt!.toISOString() })
      : await transaction.execute(
        `UPDATE {messages} SET state = :state, finished_at = :now, lease_owner = NULL, lease_until = NULL WHERE ${mine}`,
        { ...bindings, state });
  await transaction.execute(
    `UPDATE {attempts} SET finished_at = :now, phase = :phase, outcome = :state, reply_code = :replyCode,
       enhanced_code = :enhancedCode, reply_text = :text WHERE message_id = CAST(:id AS bigint) AND attempt = :attempt`,
    { ...bindings, phase, state, replyCode, enhancedCode, text: text.slice(0, longestReply) });
  return changed === 1;
}
