import type { NotifyError } from '../errors/index.js';
import type { Delivery, Mailer } from '../mail/index.js';
import {
  markSending,
  recordSuccess,
  releaseQuota,
  reserveQuota,
  type RateLimited,
  type QuotaReservation,
} from '../outbox/index.js';
import { pause } from './pause.js';
import { prepare, type Prepared } from '../compose/prepare-messages.js';
import { isSettled, record } from './record-result.js';
import { maxQuotaWaitMs, accepts, type AccountPool, type AccountState } from './account-pool.js';
import type { QueueContext } from './send-context.js';
import type { ConnectionLease } from './connection-lease.js';

/** What came of sending the queue through one account. */
export interface SendResult {
  /** Why the account is to be given up. */
  error?: NotifyError;
  /** The quota that is used up. */
  rateLimited?: RateLimited;
  /** Whether messages were put back by a fault that may have passed. */
  requeued: boolean;
  /** Bytes of the largest mail that was left for an account that takes it; 0 when there was none. */
  oversizedBytes: number;
}

/** Sends through one account, one lane a connection. No mailer is opened when there is nothing to send. */
export async function sendWithAccount(
  context: QueueContext,
  roster: AccountPool,
  standing: AccountState,
  turn: ConnectionLease,
): Promise<SendResult> {
  const course: SendResult = { requeued: false, oversizedBytes: 0 };
  const source = prepare(context, standing.account.from);
  let mailer: Mailer | undefined;
  try {
    const first = await source.next();
    if (first.done === true) return course;
    mailer = await standing.account.open(turn.connections);
    await new AccountSender(context, roster, standing, turn, mailer, course, first.value, source).run();
    return course;
  } finally {
    await source.return();
    mailer?.close();
  }
}

class AccountSender {
  private readonly ready: Prepared[];
  private hasWorked = false;

  constructor(
    private readonly context: QueueContext,
    private readonly roster: AccountPool,
    private readonly standing: AccountState,
    private readonly turn: ConnectionLease,
    private readonly mailer: Mailer,
    private readonly course: SendResult,
    first: Prepared,
    private readonly source: AsyncGenerator<Prepared, void, undefined>,
  ) {
    this.ready = [first];
  }

  async run(): Promise<void> {
    const lanes = await Promise.allSettled(Array.from({ length: this.turn.connections }, () => this.worker()));
    const broken = lanes.find((result) => result.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  }

  private isOver(): boolean {
    const { course, turn, context } = this;
    return (
      course.error !== undefined || course.rateLimited !== undefined || turn.isLost || context.deadline.drain.aborted
    );
  }

  private async worker(): Promise<void> {
    const { context, standing, course, mailer } = this;
    // Not waited for before the next message is fetched: the groupCommit keeps the order, and joins both commits. But before the
    // lane ends, whatever ends it: the database closes soon after.
    let settled: Promise<unknown> = Promise.resolve();
    try {
      for (let prepared = await this.next(); prepared !== undefined; prepared = await this.next()) {
        const permit = await this.markSending(prepared);
        await settled;
        if (permit === undefined) continue;
        const { name: account, from } = standing.account;
        const begun = performance.now();
        const {
          message: { id },
          recipient: { address },
          messageId,
          raw,
        } = prepared;
        const delivery = await mailer.deliver({ from, to: address, raw, messageId }, context.deadline.cut);
        const isDoubtSettled = await isSettled(context, account, id, delivery);
        const verdicts = standing.breaker.onResult({
          id,
          address,
          begun,
          delivery,
          isDoubtSettled,
          prepared,
          account,
          permit,
        });
        course.requeued ||= verdicts.some(({ ruling }) => ruling === 'returned' || ruling === 'again');
        const fault = standing.breaker.takeError();
        if (fault !== undefined) course.error = fault;
        settled = Promise.all([record(context, verdicts), this.noteWorked(delivery)]);
        settled.catch(() => undefined);
      }
    } finally {
      await settled;
    }
  }

  private async next(): Promise<Prepared | undefined> {
    while (!this.isOver()) {
      const prepared = this.ready.pop() ?? (await this.source.next()).value ?? undefined;
      if (prepared === undefined || this.isOver()) return undefined;
      const {
        message: { kind },
        raw: { length },
      } = prepared;
      if (this.context.hours.get(kind)!.closed(this.context.now()) !== undefined) continue;
      // Where no account takes it, this one says so of the message.
      if (accepts(this.standing.account, length) || !this.roster.accepts(length)) return prepared;
      this.course.oversizedBytes = Math.max(this.course.oversizedBytes, length);
    }
    return undefined;
  }

  /** Marks a message `sending`, and counts it. @returns undefined when it is not to be sent now, or not by this run */
  private async markSending({ message, recipient, token, messageId }: Prepared): Promise<QuotaReservation | undefined> {
    const {
      context,
      standing: { account },
      course,
    } = this;
    while (!this.isOver()) {
      const permit = await context.groupCommit.write(async (transaction) => {
        const allowed = await reserveQuota(transaction, account);
        if ('retryAfterMs' in allowed) return allowed;
        const isMine = await markSending(transaction, {
          id: message.id,
          token,
          attempt: message.attempt + 1,
          messageId,
          address: recipient.address,
          account: account.name,
          now: context.now(),
        });
        if (!isMine) await releaseQuota(transaction, account.name, allowed);
        return isMine ? allowed : undefined;
      });
      if (permit === undefined || !('retryAfterMs' in permit)) return permit;
      if (permit.retryAfterMs > maxQuotaWaitMs || this.roster.canTakeOver(this.standing)) course.rateLimited = permit;
      else await pause(permit.retryAfterMs, context.deadline.drain);
    }
    return undefined;
  }

  private async noteWorked({ result }: Delivery): Promise<void> {
    if (this.hasWorked || !this.roster.hasFailover || result !== 'sent') return;
    this.hasWorked = true;
    await this.context.groupCommit.write((transaction) => recordSuccess(transaction, this.standing.account.name));
  }
}
