import { prepareMessages, type PreparedMessage } from '../compose/prepare-messages.js';
import { endWithFault } from '../compose/message-fault.js';
import { isDatabaseFault, NotifyError, reasonOf } from '../errors/index.js';
import type { DeliveryResult, Mailer, Reply } from '../mail/mailer.js';
import {
  markSending,
  recordDelivery,
  releaseQuota,
  reserveQuota,
  type QuotaReservation,
  type RateLimited,
} from '../outbox/index.js';
import { accepts, maxQuotaWaitMs, type AccountPool, type AccountState } from './account-pool.js';
import type { Attempt } from './attempt.js';
import type { ConnectionLease } from './connection-lease.js';
import { isConnectionRefused, limitConnections } from './connection-limit.js';
import { Gate } from './gate.js';
import { pause } from './pause.js';
import { ProbeQueue } from './probe-queue.js';
import { recordDecisions } from './record-decisions.js';
import { wasRefusedAlike } from './refused-alike.js';
import type { QueueContext } from './send-context.js';
import type { SendResult } from './send-result.js';

const reconnectPauseMs = 1_000;

/**
 * Sends the queue through one account, with one worker per connection. Opens no mailer if there is nothing to send.
 * @param only the id of the one message to send
 */
export async function sendWithAccount(
  context: QueueContext,
  pool: AccountPool,
  state: AccountState,
  lease: ConnectionLease,
  only?: string,
): Promise<SendResult> {
  const result: SendResult = { requeued: false, suspended: false, oversizedBytes: 0 };
  const messages = prepareMessages(context, state.account.from, only);
  let mailer: Mailer | undefined;
  try {
    const first = await messages.next();
    if (first.done === true) return result;
    mailer = await state.account.open();
    await new AccountSender(context, pool, state, lease, mailer, result, first.value, messages).run();
    return result;
  } finally {
    await messages.return();
    await mailer?.close();
  }
}

class AccountSender {
  private readonly queue: ProbeQueue;
  private readonly gate: Gate;
  private hasRecordedDelivery = false;
  /** Workers that are running, each with a connection of its own. */
  private workers: number;
  /** Why the server accepted no more connections. */
  private connectionRefusal: Reply | undefined;

  constructor(
    private readonly context: QueueContext,
    private readonly pool: AccountPool,
    private readonly state: AccountState,
    private readonly lease: ConnectionLease,
    private readonly mailer: Mailer,
    private readonly result: SendResult,
    first: PreparedMessage,
    messages: AsyncGenerator<PreparedMessage, void, undefined>,
  ) {
    const { breaker } = state;
    this.queue = new ProbeQueue(first, messages);
    this.workers = lease.connections;
    // One message at a time until one is delivered, and after two refusals: what follows shows whose fault they are.
    this.gate = new Gate(() => breaker.hasDelivered && !breaker.hasSeveralSuspects);
  }

  async run(): Promise<void> {
    const workers = await Promise.allSettled(Array.from({ length: this.workers }, () => this.worker()));
    const { connectionRefusal, state } = this;
    if (connectionRefusal !== undefined) limitConnections(state, this.acceptedConnections, connectionRefusal);
    const failed = workers.find((worker) => worker.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** At least one: the last worker is never dropped, so the circuit breaker decides on its refusals. */
  private get acceptedConnections(): number {
    return Math.max(1, this.mailer.peakConnections ?? this.workers);
  }

  /** Sends one message after the other: mark it `sending`, deliver it, decide, record. */
  private async worker(): Promise<void> {
    // While one outcome is being recorded, the next message is already marked, so that both share a commit. The worker
    // waits for its last record, because the database is closed afterwards.
    let recorded: Promise<unknown> = Promise.resolve();
    const sendNext = async (): Promise<boolean> => {
      const prepared = await this.next();
      if (prepared === undefined) return false;
      const reservation = await this.markSending(prepared);
      await recorded;
      if (reservation === undefined) return true;
      const attempt = await this.attempt(prepared, reservation);
      const isRefused = this.state.breaker.hasDelivered && isConnectionRefused(attempt.delivery);
      const isSurplus = isRefused && this.workers > this.acceptedConnections;
      recorded = isSurplus ? this.dropConnection(attempt) : this.decide(attempt);
      recorded.catch(() => undefined);
      // The server may still count the connection that this one replaces.
      if (isRefused && !isSurplus) await pause(reconnectPauseMs, this.context.deadline.drain);
      return !isSurplus;
    };
    try {
      for (let isDone = false; !isDone;) {
        await this.gate.enter();
        isDone = !(await sendNext().finally(() => {
          this.gate.leave();
        }));
      }
    } finally {
      await recorded;
    }
  }

  /** Returns the next message this account can send now; undefined if none is left, or the account must stop. */
  private async next(): Promise<PreparedMessage | undefined> {
    while (!this.isOver()) {
      const { breaker } = this.state;
      const prepared = await (breaker.isSuspicious ? this.queue.nextProbe(breaker.suspected) : this.queue.next());
      if (prepared === undefined || this.isOver()) return undefined;
      const { message, raw } = prepared;
      // The claim of a message that is passed over is released at the end of the pass.
      if (this.context.hours.get(message.kind)!.closed(this.context.now()) !== undefined) continue;
      // If no account accepts this size, the mail is sent anyway: the refusal makes the message fail.
      if (accepts(this.state.account, raw.length) || !this.pool.anyAccepts(raw.length)) return prepared;
      this.result.oversizedBytes = Math.max(this.result.oversizedBytes, raw.length);
    }
    return undefined;
  }

  private isOver(): boolean {
    const { result, lease, context } = this;
    const isStopped =
      result.error !== undefined ||
      result.rateLimited !== undefined ||
      result.suspended ||
      result.suspect !== undefined;
    return isStopped || lease.isLost || context.deadline.drain.aborted;
  }

  /**
   * Reserves quota and marks a message `sending`. Returns undefined if it is not to be sent now, or not by this run.
   */
  private async markSending(prepared: PreparedMessage): Promise<QuotaReservation | undefined> {
    const { context, result } = this;
    while (!this.isOver()) {
      const reserved = await this.reserveAndMark(prepared).catch((error: unknown) =>
        endWithFault(context, prepared.message, prepared.token, error),
      );
      if (!reserved || !('retryAfterMs' in reserved)) return reserved ?? undefined;
      if (reserved.retryAfterMs > maxQuotaWaitMs || this.pool.otherReady(this.state)) result.rateLimited = reserved;
      else await pause(reserved.retryAfterMs, context.deadline.drain);
    }
    return undefined;
  }

  private reserveAndMark({
    message,
    recipient,
    token,
    messageId,
  }: PreparedMessage): Promise<QuotaReservation | RateLimited | undefined> {
    const { context } = this;
    const { account } = this.state;
    return context.groupCommit.write(async (transaction) => {
      const reservation = await reserveQuota(transaction, account);
      if ('retryAfterMs' in reservation) return reservation;
      const isMarked = await markSending(transaction, {
        id: message.id,
        token,
        attempt: message.attempt + 1,
        messageId,
        address: recipient.address,
        account: account.name,
        leaseMs: context.sendingLeaseMs,
        now: context.now(),
      });
      if (!isMarked) await releaseQuota(transaction, account.name, reservation);
      return isMarked ? reservation : undefined;
    });
  }

  private async attempt(prepared: PreparedMessage, reservation: QuotaReservation): Promise<Attempt> {
    const { name: account, from } = this.state.account;
    const { recipient, messageId, raw } = prepared;
    const startedAt = performance.now();
    const mail = { from, to: recipient.address, raw, messageId };
    const delivery = await this.mailer
      .deliver(mail, this.context.deadline.cut)
      .catch((error: unknown) => this.unexpectedResult(error));
    const wasAlike = await wasRefusedAlike(this.context.database, prepared.message, delivery);
    return { prepared, account, reservation, startedAt, delivery, wasRefusedAlike: wasAlike };
  }

  /** An error that the mailer does not know says nothing about how far the message came. */
  private unexpectedResult(error: unknown): DeliveryResult {
    const reason = reasonOf(error);
    const accountError = new NotifyError('UNEXPECTED', { reason }, { cause: error });
    this.context.onError(accountError);
    return { replyClass: 'no-reply', phase: 'dot', reply: { text: reason }, accountError };
  }

  /** Decides at once. The returned promise resolves when the decisions are recorded. */
  private decide(attempt: Attempt): Promise<unknown> {
    const { state, result, pool } = this;
    const { breaker } = state;
    const decided = breaker.onResult(attempt);
    result.requeued ||= decided.some(({ decision }) => decision === 'requeued' || decision === 'retried');
    const error = breaker.takeError();
    if (error !== undefined) result.error = error;
    if (breaker.isExhausted) result.suspended = true;
    result.last = decided.at(-1)!;
    if (result.last.decision === 'suspected' && !state.hasAskedOther && pool.otherReady(state) !== undefined)
      result.suspect ??= attempt;
    return Promise.all([recordDecisions(this.context, decided), this.recordFirstDelivery(attempt)]);
  }

  /** The server takes fewer connections than the account allows. Those that it has taken go on with the queue. */
  private dropConnection(attempt: Attempt): Promise<unknown> {
    const { context, result } = this;
    this.workers -= 1;
    result.requeued = true;
    this.connectionRefusal = attempt.delivery.reply;
    return recordDecisions(context, [{ attempt, decision: 'requeued' }]);
  }

  private async recordFirstDelivery({ delivery, account }: Attempt): Promise<void> {
    if (this.hasRecordedDelivery || delivery.replyClass !== 'accepted') return;
    this.hasRecordedDelivery = true;
    await this.context.groupCommit
      .write((transaction) => recordDelivery(transaction, account))
      .catch((error: unknown) => {
        // The mail is delivered all the same; the next delivery records it.
        if (isDatabaseFault(error)) throw error;
      });
  }
}
