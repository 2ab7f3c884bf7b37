import type { Database } from '../database/index.js';
import type { Decision } from './decision.js';
import { waitingStateSql } from './message.js';

/** How an attempt ended, and what was decided. */
export interface AttemptOutcome {
  /** Of the message. */
  readonly id: string;
  /** The number of the attempt. */
  readonly attempt: number;
  readonly now: Date;
  readonly decision: Decision;
  readonly phase: string;
  readonly replyCode?: number;
  readonly enhancedCode?: string;
  readonly text: string;
  /** With `deferred`, `unknown`, `suspected` and `retried`. */
  readonly nextAttemptAt?: Date;
  /** With `deferred`: since when its recipient is refused. */
  readonly firstRefusalAt?: Date;
}

const maxReplyLength = 1000;

/** SQL: what each decision changes in the message. */
const changes: Readonly<Record<Decision, string>> = {
  sent: "state = 'sent', finished_at = :now",
  failed: "state = 'failed', finished_at = :now",
  unknown: "state = 'unknown', finished_at = :now, next_attempt_at = :next",
  requeued: `state = ${waitingStateSql}`,
  suspected: "state = 'deferred', next_attempt_at = :next",
  retried: "state = 'deferred', next_attempt_at = :next",
  deferred:
    "state = 'deferred', next_attempt_at = :next, deferrals = deferrals + 1, first_refusal_at = :firstRefusalAt",
};

/**
 * Records how an attempt ended. The attempt's number is the fence: a message that another run has claimed meanwhile
 * has a higher one. A late outcome of a message that nobody claimed is still recorded.
 * @returns false if the message has moved on, and was not changed
 */
export async function recordOutcome(transaction: Database, outcome: AttemptOutcome): Promise<boolean> {
  const { id, attempt, decision, phase, replyCode = null, enhancedCode = null, text, firstRefusalAt } = outcome;
  const now = outcome.now.toISOString();
  const changed = await transaction.execute(
    `UPDATE {messages} SET ${changes[decision]}, lease_owner = NULL, lease_until = NULL
     WHERE id = CAST(:id AS bigint) AND attempt = :attempt AND state NOT IN ('sent', 'failed', 'skipped')
     AND id IN (SELECT a.message_id FROM {attempts} a WHERE a.message_id = CAST(:id AS bigint) AND a.attempt = :attempt
       AND (a.outcome IS NULL OR a.outcome IN ('unknown', 'suspected', 'retried')))`,
    {
      id,
      attempt,
      now,
      next: outcome.nextAttemptAt?.toISOString() ?? null,
      firstRefusalAt: firstRefusalAt?.toISOString() ?? null,
    },
  );
  await transaction.execute(
    `UPDATE {attempts} SET finished_at = :now, phase = :phase, outcome = :decision, reply_code = :replyCode,
       enhanced_code = :enhancedCode, reply_text = :text WHERE message_id = CAST(:id AS bigint) AND attempt = :attempt`,
    { id, attempt, now, phase, decision, replyCode, enhancedCode, text: text.slice(0, maxReplyLength) },
  );
  return changed === 1;
}
