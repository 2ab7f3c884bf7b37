import type { Database } from '../database/index.js';
import type { Delivery } from '../mail/index.js';
import {
  isDoubtSettled, isGivenUp, nextAttempt, returnPermit, settle, wasAccountAtFault, type Journal, type Outcome, type Permit,
} from '../outbox/index.js';
import type { Trial, Verdict } from './breaker.js';
import type { Prepared } from './prepare.js';
import type { MessageEvent } from './report.js';
import type { Hours } from './window.js';

export interface RecordContext {
  readonly database: Database;
  readonly journal: Journal;
  readonly now: () => Date;
  /** Milliseconds. */
  readonly giveUpAfter: number;
  readonly hours: Hours;
  readonly told: (event: MessageEvent) => void;
}

/** A delivery together with the message it was of. */
export interface Sent extends Trial {
  readonly prepared: Prepared;
  /** The account's name, and what was counted against its quota. */
  readonly account: string;
  readonly permit: Permit;
}

/** Asked only of a refusal that could be the account's; where the database does not answer, the doubt stays, and so does the reply. */
export async function isSettled({ database }: RecordContext, account: string, id: string, delivery: Delivery): Promise<boolean> {
  return (delivery.result === 'failed' || delivery.result === 'deferred') && delivery.suspicion !== undefined
    && await isDoubtSettled(database, id, account).catch(() => false);
}

/**
 * Writes what became of mails, and tells it. The journal has them all when this returns its promise: what is
 * written next, the mark of a connection's next mail, is committed with them or later.
 */
export async function record(context: RecordContext, verdicts: readonly Verdict<Sent>[]): Promise<void> {
  await Promise.all(verdicts.map(async (verdict) => {
    const { account, permit, prepared: { message } } = verdict.trial;
    const now = context.now();
    const state = await context.journal.write(async (transaction) => {
      const outcome = await outcomeOf(context, transaction, verdict, now);
      const isCurrent = await settle(transaction, { id: message.id, attempt: message.attempt + 1, now, outcome });
      if (verdict.ruling === 'returned') await returnPermit(transaction, account, permit);
      return isCurrent ? outcome.state : undefined;
    });
    // A doubt that clears up after its message was tried again is told by that attempt.
    if (state !== undefined && verdict.ruling !== 'doubted') tell(context, verdict.trial, state === 'doubted' ? 'returned' : state);
  }));
}

export function tell({ told }: RecordContext, { prepared: { message, recipient }, delivery }: Sent, state: MessageEvent['state']): void {
  told({ id: message.id, kind: message.kind, address: recipient.address, state, detail: delivery.reply.text });
}

async function outcomeOf(
  context: RecordContext, transaction: Database, { trial: { prepared: { message }, delivery: { phase, reply } }, ruling }: Verdict<Sent>, now: Date,
): Promise<Outcome> {
  const common = {
    phase, text: reply.text,
    ...(reply.code === undefined ? {} : { replyCode: reply.code }),
    ...(reply.enhancedCode === undefined ? {} : { enhancedCode: reply.enhancedCode }),
  };
  switch (ruling) {
    case 'again': return { ...common, state: 'doubted', nextAttemptAt: now };
    case 'doubted': return { ...common, state: 'doubted', nextAttemptAt: nextAttempt(now, 0) };
    // Each copy of a mail nobody knows of may be one too many: they get rarer.
    case 'unknown': return { ...common, state: 'unknown', nextAttemptAt: nextAttempt(now, message.attempt) };
    case 'deferred': {
      const firstReplyAt = await refusedSince(transaction, context.hours, message, now);
      // Hours in which nobody asked the server are no refusal.
      const refusedFor = context.hours.get(message.kind)!.openTime(firstReplyAt, now);
      return isGivenUp(message.deferrals, refusedFor, context.giveUpAfter) ? { ...common, state: 'failed' }
        : { ...common, state: 'deferred', firstReplyAt, nextAttemptAt: nextAttempt(now, message.deferrals) };
    }
    default: return { ...common, state: ruling };
  }
}

/** Since when a message has been refused, had no account been at fault while it was due. */
async function refusedSince(
  transaction: Database, hours: Hours, { kind, firstReplyAt, nextAttemptAt }: Prepared['message'], now: Date,
): Promise<Date> {
  if (firstReplyAt === null || nextAttemptAt === null) return now;
  const since = Date.parse(firstReplyAt);
  const overdue = await wasAccountAtFault(transaction, nextAttemptAt) ? hours.get(kind)!.openTime(new Date(nextAttemptAt), now) : 0;
  return new Date(Math.min(now.getTime(), since + overdue));
}
