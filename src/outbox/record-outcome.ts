import { statement, type Database, type Statement } from '../database/index.js';
import { bounded, boundedInt } from './bounded.js';
import { decisions, type Decision } from './decision.js';
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

/** SQL: the attempt was already counted as `unknown`, because its outcome arrives after its lease has ended. */
const wasUnknown =
  "(SELECT COUNT(*) FROM {attempts} a WHERE a.message_id = CAST(:id AS bigint) AND a.attempt = :attempt AND a.outcome = 'unknown')";
const notUnknown = `unknown_count = unknown_count - ${wasUnknown}, last_error = :text`;

/** SQL: what each decision changes in the message. */
const changes: Readonly<Record<Decision, string>> = {
  sent: "state = 'sent', finished_at = :now, last_error = NULL",
  failed: `state = 'failed', finished_at = :now, ${notUnknown}`,
  unknown: `state = 'unknown', finished_at = :now, next_attempt_at = :next,
    unknown_count = unknown_count + 1 - ${wasUnknown}, last_error = :text`,
  requeued: `state = ${waitingStateSql}, ${notUnknown}`,
  // The time in which the account may be at fault does not count towards giving up.
  suspected: `state = 'deferred', next_attempt_at = :next, deferrals = 0, first_refusal_at = NULL, ${notUnknown}`,
  retried: `state = 'deferred', next_attempt_at = :next, ${notUnknown}`,
  deferred: `state = 'deferred', next_attempt_at = :next, deferrals = deferrals + 1, first_refusal_at = :firstRefusalAt,
    ${notUnknown}`,
};

const updateMessage = (decision: Decision) =>
  statement(
    `outbox.message-${decision}`,
    `UPDATE {messages} SET ${changes[decision]}, lease_owner = NULL, lease_until = NULL
     WHERE id = CAST(:id AS bigint) AND attempt = :attempt AND state NOT IN ('sent', 'failed', 'skipped')
     AND id IN (SELECT a.message_id FROM {attempts} a WHERE a.message_id = CAST(:id AS bigint) AND a.attempt = :attempt
       AND (a.outcome IS NULL OR a.outcome IN ('unknown', 'suspected', 'retried')))`,
    { integers: ['attempt'] },
  );
const updateAttempt = statement(
  'outbox.attempt-outcome',
  `UPDATE {attempts} SET finished_at = :now, phase = :phase, outcome = :decision, reply_code = :replyCode,
       enhanced_code = :enhancedCode, reply_text = :text WHERE message_id = CAST(:id AS bigint) AND attempt = :attempt`,
  { integers: ['attempt', 'replyCode'] },
);

const recordedOutcome = statement(
  'outbox.recorded-outcome',
  'SELECT outcome AS outcome FROM {attempts} WHERE message_id = CAST(:id AS bigint) AND attempt = :attempt',
  { integers: ['attempt'] },
);

export const outcomeStatements: Statement[] = [...decisions.map(updateMessage), updateAttempt, recordedOutcome];

/**
 * `recorded`: now. `repeated`: before, by the same write, of which nobody knew that it was committed. `moved-on`: not,
 * because the message has moved on.
 */
export type Recording = 'recorded' | 'repeated' | 'moved-on';

/**
 * Records how an attempt ended. The attempt's number is the fence: a message that another run has claimed meanwhile
 * has a higher one. A late outcome of a message that nobody claimed is still recorded.
 * @param withAttempt false if the database refuses what is to be stored of the attempt
 */
export async function recordOutcome(
  transaction: Database,
  outcome: AttemptOutcome,
  { withAttempt = true } = {},
): Promise<Recording> {
  const { id, attempt, decision, phase, replyCode, enhancedCode, firstRefusalAt } = outcome;
  const now = outcome.now.toISOString();
  const text = bounded('errorText', outcome.text);
  const changed = await transaction.execute(updateMessage(decision), {
    id,
    attempt,
    now,
    text,
    next: outcome.nextAttemptAt?.toISOString() ?? null,
    firstRefusalAt: firstRefusalAt?.toISOString() ?? null,
  });
  const recording = changed === 1 ? 'recorded' : await recordingOf(transaction, outcome);
  if (!withAttempt || recording === 'repeated') return recording;
  await transaction.execute(updateAttempt, {
    id,
    attempt,
    now,
    phase: bounded('phase', phase),
    decision,
    replyCode: boundedInt(replyCode),
    enhancedCode: enhancedCode === undefined ? null : bounded('enhancedCode', enhancedCode),
    text,
  });
  return recording;
}

/** Only `unknown` is recorded by other runs as well, and the fence lets it be written again. */
async function recordingOf(transaction: Database, { id, attempt, decision }: AttemptOutcome): Promise<Recording> {
  const [row] = await transaction.query<{ outcome: Decision | null }>(recordedOutcome, { id, attempt });
  return decision !== 'unknown' && row?.outcome === decision ? 'repeated' : 'moved-on';
}
