import type { Database } from '../database/index.js';
import type { Delivery } from '../mail/index.js';
import {
  hasDeliveredSinceSuspicion,
  isGivenUp,
  nextAttempt,
  releaseQuota,
  recordOutcome,
  wasAccountAtFault,
  type MessageEvent,
  type Outcome,
  type QuotaReservation,
} from '../outbox/index.js';
import type { Trial, Verdict } from './circuit-breaker.js';
import type { SendContext } from './send-context.js';
import type { Prepared } from '../compose/prepare-messages.js';
import type { SendingHours } from '../schedule/index.js';

type RecordContext = Pick<SendContext, 'database' | 'groupCommit' | 'config' | 'now' | 'hours' | 'onMessage'>;

/** A delivery together with the message it was of. */
export interface DeliveredAttempt extends Trial {
  readonly prepared: Prepared;
  /** The account's name, and what was counted against its quota. */
  readonly account: string;
  readonly permit: QuotaReservation;
}

/** Asked only of a refusal that could be the account's; where the database does not answer, the doubt stays, and so does the reply. */
export async function isSettled(
  { database }: RecordContext,
  account: string,
  id: string,
  delivery: Delivery,
): Promise<boolean> {
  return (
    (delivery.result === 'failed' || delivery.result === 'deferred') &&
    delivery.suspicion !== undefined &&
    (await hasDeliveredSinceSuspicion(database, id, account).catch(() => false))
  );
}

/**
 * Writes what became of mails, and tells it. The groupCommit has them all when this returns its promise: what is
 * written next, the mark of a connection's next mail, is committed with them or later.
 */
export async function record(context: RecordContext, verdicts: readonly Verdict<DeliveredAttempt>[]): Promise<void> {
  await Promise.all(
    verdicts.map(async (verdict) => {
      const {
        account,
        permit,
        prepared: { message },
      } = verdict.trial;
      const now = context.now();
      const state = await context.groupCommit.write(async (transaction) => {
        const outcome = await outcomeOf(context, transaction, verdict, now);
        const isCurrent = await recordOutcome(transaction, {
          id: message.id,
          attempt: message.attempt + 1,
          now,
          outcome,
        });
        if (verdict.ruling === 'returned') await releaseQuota(transaction, account, permit);
        return isCurrent ? outcome.state : undefined;
      });
      // A doubt that clears up after its message was tried again is told by that attempt.
      if (state !== undefined && verdict.ruling !== 'doubted')
        emit(context, verdict.trial, state === 'doubted' ? 'returned' : state);
    }),
  );
}

export function emit(
  { onMessage }: RecordContext,
  { prepared: { message, recipient }, delivery }: DeliveredAttempt,
  state: MessageEvent['state'],
): void {
  onMessage({ id: message.id, kind: message.kind, address: recipient.address, state, detail: delivery.reply.text });
}

async function outcomeOf(
  context: RecordContext,
  transaction: Database,
  {
    trial: {
      prepared: { message },
      delivery: { phase, reply },
    },
    ruling,
  }: Verdict<DeliveredAttempt>,
  now: Date,
): Promise<Outcome> {
  const common = {
    phase,
    text: reply.text,
    ...(reply.code === undefined ? {} : { replyCode: reply.code }),
    ...(reply.enhancedCode === undefined ? {} : { enhancedCode: reply.enhancedCode }),
  };
  switch (ruling) {
    case 'again':
      return { ...common, state: 'doubted', nextAttemptAt: now };
    case 'doubted':
      return { ...common, state: 'doubted', nextAttemptAt: nextAttempt(now, 0) };
    // Each copy of a mail nobody knows of may be one too many: they get rarer.
    case 'unknown':
      return { ...common, state: 'unknown', nextAttemptAt: nextAttempt(now, message.attempt) };
    case 'deferred': {
      const firstReplyAt = await firstRefusalAt(transaction, context.hours, message, now);
      // Hours in which nobody asked the server are no refusal.
      const refusedFor = context.hours.get(message.kind)!.openTime(firstReplyAt, now);
      return isGivenUp(message.deferrals, refusedFor, context.config.giveUpAfter)
        ? { ...common, state: 'failed' }
        : { ...common, state: 'deferred', firstReplyAt, nextAttemptAt: nextAttempt(now, message.deferrals) };
    }
    default:
      return { ...common, state: ruling };
  }
}

/** Since when a message has been refused, had no account been at fault while it was due. */
async function firstRefusalAt(
  transaction: Database,
  hours: SendingHours,
  { kind, firstReplyAt, nextAttemptAt }: Prepared['message'],
  now: Date,
): Promise<Date> {
  if (firstReplyAt === null || nextAttemptAt === null) return now;
  const since = Date.parse(firstReplyAt);
  const overdue = (await wasAccountAtFault(transaction, nextAttemptAt))
    ? hours.get(kind)!.openTime(new Date(nextAttemptAt), now)
    : 0;
  return new Date(Math.min(now.getTime(), since + overdue));
}
