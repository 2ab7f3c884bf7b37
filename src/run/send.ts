import type { Delivery, Mailer } from '../mail/index.js';
import { begin, isGivenUp, nextAttempt, releaseClaims, renewLeases, settle, type Outcome } from '../outbox/index.js';
import { Breaker } from './breaker.js';
import type { Deadline } from './deadline.js';
import { prepare, type PrepareContext, type Prepared } from './prepare.js';

export interface SendContext extends PrepareContext {
  readonly giveUpAfter: number;
  readonly deadline: Deadline;
  readonly openMailer: () => Promise<Mailer>;
}

/**
 * Sends what is queued, one lane a connection, until nothing is left, the account is at fault, or the time is up.
 * No driver, mailer or template is loaded when there is nothing to send.
 */
export async function sendQueued(context: SendContext): Promise<void> {
  const { database, owner, leaseMs, journal } = context;
  const breaker = new Breaker();
  let mailer: Mailer | undefined;
  let renewal: NodeJS.Timeout | undefined;
  try {
    // A passing fault puts its message back; it is taken up again once the others are through.
    for (let isReturned = true; isReturned && !isOver(context, breaker);) {
      const source = prepare(context);
      const first = await source.next();
      if (first.done === true) return;
      renewal ??= setInterval(() => {
        journal.write((transaction) => renewLeases(transaction, owner, leaseMs)).catch(() => undefined);
      }, leaseMs / 3);
      mailer ??= await context.openMailer();
      isReturned = await sendAll(context, mailer, breaker, first.value, source).finally(() => source.return());
    }
  } finally {
    clearInterval(renewal);
    mailer?.close();
    await releaseClaims(database, owner);
  }
}

function isOver({ deadline }: SendContext, breaker: Breaker): boolean {
  return breaker.isOpen || deadline.drain.aborted;
}

/** @returns whether messages were put back by a fault that may have passed */
async function sendAll(
  context: SendContext, mailer: Mailer, breaker: Breaker, first: Prepared, source: AsyncGenerator<Prepared, void, undefined>,
): Promise<boolean> {
  const ready = [first];
  let isReturned = false;
  const next = async (): Promise<Prepared | undefined> => {
    if (isOver(context, breaker)) return undefined;
    const waiting = ready.pop();
    if (waiting !== undefined) return waiting;
    const { value } = await source.next();
    return isOver(context, breaker) ? undefined : value ?? undefined;
  };

  const lane = async (): Promise<void> => {
    // Not waited for before the next message is fetched: the journal keeps the order, and joins both commits.
    let settled: Promise<void> = Promise.resolve();
    for (let prepared = await next(); prepared !== undefined; prepared = await next()) {
      const isMine = await mark(context, mailer, prepared);
      await settled;
      if (!isMine) continue;
      const { message, recipient, raw, messageId } = prepared;
      const mail = { from: context.config.mailbox.from, to: recipient.address, raw, messageId };
      const delivery = await mailer.deliver(mail, context.deadline.cut);
      isReturned ||= delivery.result === 'stopped';
      const fault = breaker.note(delivery);
      if (fault !== undefined) context.failed(fault);
      settled = record(context, prepared, message.attempt + 1, delivery);
      settled.catch(() => undefined);
    }
    await settled;
  };

  const lanes = await Promise.allSettled(Array.from({ length: mailer.connections }, lane));
  const broken = lanes.find((result) => result.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return isReturned;
}

function mark({ journal, now }: SendContext, { account }: Mailer, { message, recipient, token, messageId }: Prepared): Promise<boolean> {
  return journal.write((transaction) => begin(transaction, {
    id: message.id, token, attempt: message.attempt + 1, messageId, address: recipient.address, account, now: now(),
  }));
}

async function record(context: SendContext, { message, recipient }: Prepared, attempt: number, delivery: Delivery): Promise<void> {
  const { journal, now, told } = context;
  const outcome = outcomeOf(context, delivery, message, now());
  await journal.write((transaction) => settle(transaction, { id: message.id, attempt, now: now(), outcome }));
  told({ id: message.id, kind: message.kind, address: recipient.address, state: outcome.state, detail: outcome.text });
}

function outcomeOf(
  { giveUpAfter, hours }: SendContext, { result, phase, reply }: Delivery, { kind, deferrals, firstReplyAt }: Prepared['message'], now: Date,
): Outcome {
  const common = {
    phase, text: reply.text,
    ...(reply.code === undefined ? {} : { replyCode: reply.code }),
    ...(reply.enhancedCode === undefined ? {} : { enhancedCode: reply.enhancedCode }),
  };
  if (result === 'stopped') return { ...common, state: 'returned' };
  if (result !== 'deferred') return { ...common, state: result };
  // Hours in which nobody asked the server are no refusal.
  const refusedFor = firstReplyAt === null ? 0 : hours.get(kind)!.openTime(new Date(firstReplyAt), now);
  return isGivenUp(deferrals, refusedFor, giveUpAfter)
    ? { ...common, state: 'failed' } : { ...common, state: 'deferred', nextAttemptAt: nextAttempt(now, deferrals) };
}
