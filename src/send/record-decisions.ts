import type { Database } from '../database/index.js';
import { isDatabaseFault, NotifyError, reasonOf } from '../errors/index.js';
import {
  countSuspicions,
  isGivenUp,
  nextAttempt,
  timeOfNextTry,
  recordOutcome,
  releaseQuota,
  wasAccountAtFault,
  type AttemptOutcome,
  type Decision,
  type MessageState,
} from '../outbox/index.js';
import { omitUndefined } from '../omit-undefined.js';
import type { Attempt, DecidedAttempt } from './attempt.js';
import type { SendContext } from './send-context.js';

type RecordContext = Pick<SendContext, 'groupCommit' | 'config' | 'now' | 'hours' | 'onMessage' | 'onError'>;

/**
 * Records the decisions on attempts, and reports them. All writes are queued before this returns its promise. So what
 * the caller queues next, such as the mark of the next message, is committed with them or later.
 */
export async function recordDecisions(context: RecordContext, decided: readonly DecidedAttempt[]): Promise<void> {
  await Promise.all(
    decided.map(async ({ attempt, decision }) => {
      const recorded = await recordStorable(context, attempt, decision);
      // A suspected attempt is reported when it is settled, or when the run ends.
      if (recorded !== undefined && recorded !== 'suspected') reportAttempt(context, attempt, recorded);
    }),
  );
}

/** What is left out of a record, step by step, while the database refuses to store it. */
const omissions = ['nothing', 'reply', 'attempt'] as const;

type Omission = (typeof omissions)[number];

/** Replaces a reply that the database refuses to store. */
const unstorable = 'The reply could not be stored.';

/**
 * Records a decision without whatever the database refuses to store of it. If nothing can be recorded, the message
 * stays marked, and a later run finds it `unknown`.
 * @throws a fault of the database itself
 */
async function recordStorable(
  context: RecordContext,
  attempt: Attempt,
  decision: Decision,
): Promise<Decision | undefined> {
  let refusal: unknown;
  for (const omission of omissions) {
    try {
      return await context.groupCommit.write((transaction) =>
        recordDecision(context, transaction, attempt, decision, omission),
      );
    } catch (error) {
      if (isDatabaseFault(error)) throw error;
      refusal = error;
    }
  }
  const args = { id: attempt.prepared.message.id, reason: reasonOf(refusal) };
  context.onError(new NotifyError('OUTCOME_NOT_RECORDED', args, { cause: refusal }));
  return 'unknown';
}

/** Reports what became of a message to the run's listener. */
export function reportAttempt({ onMessage }: RecordContext, attempt: Attempt, decision: Decision): void {
  const { message, recipient } = attempt.prepared;
  onMessage({
    id: message.id,
    kind: message.kind,
    address: recipient.address,
    state: stateAfter(attempt, decision),
    decision,
    detail: attempt.delivery.reply.text,
  });
}

/** Returns what was recorded; undefined if the message was tried again meanwhile, and that attempt counts. */
async function recordDecision(
  context: RecordContext,
  transaction: Database,
  attempt: Attempt,
  decision: Decision,
  omission: Omission,
): Promise<Decision | undefined> {
  const {
    account,
    reservation,
    prepared: { message },
    delivery: { phase, reply },
  } = attempt;
  const now = context.now();
  const final = await withRetryPolicy(context, transaction, attempt, decision, now);
  const { code: replyCode, enhancedCode, text } = omission === 'nothing' ? reply : { text: unstorable };
  const recording = await recordOutcome(
    transaction,
    {
      id: message.id,
      attempt: message.attempt + 1,
      now,
      phase,
      text,
      ...omitUndefined({ replyCode, enhancedCode }),
      ...final,
    },
    { withAttempt: omission !== 'attempt' },
  );
  if (decision === 'requeued' && omission !== 'attempt' && recording !== 'repeated')
    await releaseQuota(transaction, account, reservation);
  return recording === 'moved-on' ? undefined : final.decision;
}

/** Adds when to try again. A message that was deferred for too long fails. */
async function withRetryPolicy(
  { hours, config }: RecordContext,
  transaction: Database,
  { prepared: { message } }: Attempt,
  decision: Decision,
  now: Date,
): Promise<Pick<AttemptOutcome, 'decision' | 'nextAttemptAt' | 'firstRefusalAt'>> {
  switch (decision) {
    case 'retried':
      return { decision, nextAttemptAt: now };
    case 'suspected':
      return { decision, nextAttemptAt: timeOfNextTry(now, await countSuspicions(transaction, message.id)) };
    case 'unknown':
      // Each resend may be a duplicate, so the wait grows with each.
      return { decision, nextAttemptAt: nextAttempt(now, message.attempt) };
    case 'deferred': {
      const openHours = hours.get(message.kind)!;
      const firstRefusalAt = await firstRefusal(transaction, openHours, message, now);
      // Quiet hours and days off do not count.
      const refusedFor = openHours.openTime(firstRefusalAt, now);
      return isGivenUp(message.deferrals, refusedFor, config.giveUpAfter)
        ? { decision: 'failed' }
        : { decision, firstRefusalAt, nextAttemptAt: nextAttempt(now, message.deferrals) };
    }
    case 'sent':
    case 'failed':
    case 'requeued':
      return { decision };
  }
}

/**
 * The time of the first refusal. If any account may have been at fault since the message was due, the open hours since
 * then do not count, and the time is moved later by them.
 */
async function firstRefusal(
  transaction: Database,
  openHours: { openTime(from: Date, until: Date): number },
  { firstRefusalAt, nextAttemptAt }: Attempt['prepared']['message'],
  now: Date,
): Promise<Date> {
  if (firstRefusalAt === null || nextAttemptAt === null) return now;
  const overdue = (await wasAccountAtFault(transaction, nextAttemptAt))
    ? openHours.openTime(new Date(nextAttemptAt), now)
    : 0;
  return new Date(Math.min(now.getTime(), Date.parse(firstRefusalAt) + overdue));
}

function stateAfter({ prepared: { message } }: Attempt, decision: Decision): MessageState {
  if (decision === 'suspected' || decision === 'retried') return 'deferred';
  if (decision === 'requeued') return message.nextAttemptAt === null ? 'queued' : 'deferred';
  return decision;
}
