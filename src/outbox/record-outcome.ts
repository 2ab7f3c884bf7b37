import type { Database } from '../database/index.js';
import { waitingStateSql } from './message.js';

/** How an attempt ended, as the reply policy decided. */
export interface Outcome {
  /**
   * `returned`: the account, not the recipient, was at fault; the message waits as if untried. `doubted`: it may
   * have been either; the message waits behind untried ones, and nothing counts against it.
   */
  readonly state: 'sent' | 'deferred' | 'failed' | 'unknown' | 'returned' | 'doubted';
  readonly phase: string;
  readonly replyCode?: number;
  readonly enhancedCode?: string;
  readonly text: string;
  /** Of `deferred`, `doubted` and `unknown`. */
  readonly nextAttemptAt?: Date;
  /** Of `deferred`: since when its recipient is known to be refused. */
  readonly firstReplyAt?: Date;
}

export interface AttemptOutcome {
  readonly id: string;
  readonly attempt: number;
  readonly now: Date;
  readonly outcome: Outcome;
}

const longestReply = 1000;

/** SQL: what each outcome makes of the message. */
const changes: Readonly<Record<Outcome['state'], string>> = {
  sent: "state = 'sent', finished_at = :now",
  failed: "state = 'failed', finished_at = :now",
  unknown: "state = 'unknown', finished_at = :now, next_attempt_at = :next",
  returned: `state = ${waitingStateSql}`,
  doubted: "state = 'deferred', next_attempt_at = :next",
  deferred: "state = 'deferred', next_attempt_at = :next, deferrals = deferrals + 1, first_refusal_at = :firstReplyAt",
};

/**
 * Writes how an attempt ended. The attempt's number fences it: a message that somebody reclaimed has a
 * higher one, and a late outcome of a message nobody reclaimed is still written.
 */
export async function recordOutcome(
  transaction: Database,
  { id, attempt, now, outcome }: AttemptOutcome,
): Promise<boolean> {
  const { state, phase, replyCode = null, enhancedCode = null, text, nextAttemptAt, firstReplyAt } = outcome;
  const next = nextAttemptAt?.toISOString() ?? null;
  const changed = await transaction.execute(
    `UPDATE {messages} SET ${changes[state]}, lease_owner = NULL, lease_until = NULL
     WHERE id = CAST(:id AS bigint) AND attempt = :attempt AND state NOT IN ('sent', 'failed', 'skipped')
     AND id IN (SELECT a.message_id FROM {attempts} a WHERE a.message_id = CAST(:id AS bigint) AND a.attempt = :attempt
       AND (a.outcome IS NULL OR a.outcome IN ('unknown', 'doubted')))`,
    {
      id,
      attempt,
      ...(state === 'sent' || state === 'failed' || state === 'unknown' ? { now: now.toISOString() } : {}),
      ...(state === 'deferred' || state === 'doubted' || state === 'unknown' ? { next } : {}),
      ...(state === 'deferred' ? { firstReplyAt: (firstReplyAt ?? now).toISOString() } : {}),
    },
  );
  await transaction.execute(
    `UPDATE {attempts} SET finished_at = :now, phase = :phase, outcome = :state, reply_code = :replyCode,
       enhanced_code = :enhancedCode, reply_text = :text WHERE message_id = CAST(:id AS bigint) AND attempt = :attempt`,
    { id, attempt, now: now.toISOString(), phase, state, replyCode, enhancedCode, text: text.slice(0, longestReply) },
  );
  return changed === 1;
}
