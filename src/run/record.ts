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

/** A refusal that could be the account's no longer can be where the account has delivered since it was first met. */
export async function withoutSettledDoubt({ database }: RecordContext, account: string, id: string, delivery: Delivery): Promise<Delivery> {
  if (delivery.result !== 'failed' && delivery.result !== 'deferred') return delivery;
  const { suspicion, ...certain } = delivery;
  return suspicion !== undefined && await isDoubtSettled(database, id, account) ? certain : delivery;
}

/** Writes what became of mails, and tells it. */
export async function record(context: RecordContext, verdicts: readonly Verdict<Sent>[]): Promise<void> {
  await Promise.all(verdicts.map(async (verdict) => {
    const { message } = verdict.trial.prepared;
    const now = context.now();
    const outcome = await outcomeOf(context, verdict, now);
    const { account, permit } = verdict.trial;
    await context.journal.write(async (transaction) => {
      await settle(transaction, { id: message.id, attempt: message.attempt + 1, now, outcome });
      if (verdict.ruling === 'returned') await returnPermit(transaction, account, permit);
    });
    if (verdict.ruling !== 'doubted') tell(context, verdict.trial, verdict.ruling === 'again' ? 'returned' : outcome.state as MessageEvent['state']);
  }));
}

export function tell({ told }: RecordContext, { prepared: { message, recipient }, delivery }: Sent, state: MessageEvent['state']): void {
  told({ id: message.id, kind: message.kind, address: recipient.address, state, detail: delivery.reply.text });
}

async function outcomeOf(context: RecordContext, { trial: { prepared: { message }, delivery: { phase, reply } }, ruling }: Verdict<Sent>, now: Date): Promise<Outcome> {
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
      const firstReplyAt = await refusedSince(context, message, now);
      // Hours in which nobody asked the server are no refusal.
      const refusedFor = context.hours.get(message.kind)!.openTime(firstReplyAt, now);
      return isGivenUp(message.deferrals, refusedFor, context.giveUpAfter) ? { ...common, state: 'failed' }
        : { ...common, state: 'deferred', firstReplyAt, nextAttemptAt: nextAttempt(now, message.deferrals) };
    }
    default: return { ...common, state: ruling };
  }
}

/** Since when a message has been refused, had no account been at fault while it was due. */
async function refusedSince({ database, hours }: RecordContext, { kind, firstReplyAt, nextAttemptAt }: Prepared['message'], now: Date): Promise<Date> {
  if (firstReplyAt === null || nextAttemptAt === null) return now;
  const since = Date.parse(firstReplyAt);
  const overdue = await wasAccountAtFault(database, nextAttemptAt) ? hours.get(kind)!.openTime(new Date(nextAttemptAt), now) : 0;
  return new Date(Math.min(now.getTime(), since + overdue));
}
