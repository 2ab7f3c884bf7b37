import type { Mailer } from '../mail/index.js';
import { begin, releaseClaims, renewLeases } from '../outbox/index.js';
import { Breaker } from './breaker.js';
import type { Deadline } from './deadline.js';
import { prepare, type PrepareContext, type Prepared } from './prepare.js';
import { record, tell, withoutSettledDoubt, type Sent } from './record.js';

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
  const breaker = new Breaker<Sent>();
  let mailer: Mailer | undefined;
  let renewal: NodeJS.Timeout | undefined;
  try {
    // A passing fault puts its message back; it is taken up again once the others are through.
    for (let isReturned = true; isReturned && !isOver(context, breaker);) {
      const source = prepare(context);
      const first = await source.next();
      if (first.done === true) break;
      renewal ??= setInterval(() => {
        journal.write((transaction) => renewLeases(transaction, owner, leaseMs)).catch(() => undefined);
      }, leaseMs / 3);
      mailer ??= await context.openMailer();
      isReturned = await sendAll(context, mailer, breaker, first.value, source).finally(() => source.return());
    }
    if (context.deadline.drain.aborted) breaker.breakOff();
    else await record(context, breaker.conclude());
    for (const sent of breaker.doubted) tell(context, sent, 'returned');
    tellFault(context, breaker);
  } finally {
    clearInterval(renewal);
    mailer?.close();
    await releaseClaims(database, owner);
  }
}

function isOver({ deadline }: SendContext, breaker: Breaker<Sent>): boolean {
  return breaker.isOpen || deadline.drain.aborted;
}

/** @returns whether messages were put back by a fault that may have passed */
async function sendAll(
  context: SendContext, mailer: Mailer, breaker: Breaker<Sent>, first: Prepared, source: AsyncGenerator<Prepared, void, undefined>,
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
      const begun = performance.now();
      const delivery = await withoutSettledDoubt(context, mailer, message.id, await mailer.deliver(mail, context.deadline.cut));
      const verdicts = breaker.judge({ id: message.id, address: recipient.address, begun, delivery, prepared });
      isReturned ||= verdicts.some(({ ruling }) => ruling === 'returned' || ruling === 'again');
      tellFault(context, breaker);
      settled = record(context, verdicts);
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

function tellFault({ failed }: SendContext, breaker: Breaker<Sent>): void {
  const fault = breaker.takeFault();
  if (fault !== undefined) failed(fault);
}
