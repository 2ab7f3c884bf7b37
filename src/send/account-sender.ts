import { prepareMessages, type PreparedMessage } from '../compose/prepare-messages.js';
import { endWithFault } from '../compose/message-fault.js';
import { isDatabaseFault, NotifyError, reasonOf } from '../errors/index.js';
import type { DeliveryResult, Mailer } from '../mail/mailer.js';
import {
  hasDeliveredSinceSuspicion,
  markSending,
  recordSuccess,
  releaseQuota,
  reserveQuota,
  type QuotaReservation,
  type RateLimited,
} from '../outbox/index.js';
import { accepts, maxQuotaWaitMs, type AccountPool, type AccountState } from './account-pool.js';
import type { Attempt } from './attempt.js';
import type { ConnectionLease } from './connection-lease.js';
import { pause } from './pause.js';
import { recordDecisions } from './record-decisions.js';
import type { QueueContext } from './send-context.js';

/** How sending the queue through one account ended. */
export interface SendResult {
  /** Why the account can send no more. */
  error?: NotifyError;
  /** The quota that is used up. */
  rateLimited?: RateLimited;
  /** True if messages went back into the queue after an error that may pass. */
  requeued: boolean;
  /** Bytes of the largest mail that is left for an account with a higher limit; 0 if there is none. */
  oversizedBytes: number;
}

/** Sends the queue through one account, with one worker per connection. Opens no mailer if there is nothing to send. */
export async function sendWithAccount(
  context: QueueContext,
  pool: AccountPool,
  state: AccountState,
  lease: ConnectionLease,
): Promise<SendResult> {
  const result: SendResult = { requeued: false, oversizedBytes: 0 };
  const messages = prepareMessages(context, state.account.from);
  let mailer: Mailer | undefined;
  try {
    const first = await messages.next();
    if (first.done === true) return result;
    mailer = await state.account.open();
    await new AccountSender(context, pool, state, lease, mailer, result, first.value, messages).run();
    return result;
  } finally {
    await messages.return();
    mailer?.close();
  }
}

class AccountSender {
  private readonly ready: PreparedMessage[];
  private hasRecordedSuccess = false;

  constructor(
    private readonly context: QueueContext,
    private readonly pool: AccountPool,
    private readonly state: AccountState,
    private readonly lease: ConnectionLease,
    private readonly mailer: Mailer,
    private readonly result: SendResult,
    first: PreparedMessage,
    private readonly messages: AsyncGenerator<PreparedMessage, void, undefined>,
  ) {
    this.ready = [first];
  }

  async run(): Promise<void> {
    const workers = await Promise.allSettled(Array.from({ length: this.lease.connections }, () => this.worker()));
    const failed = workers.find((worker) => worker.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Sends one message after the other: mark it `sending`, deliver it, decide, record. */
  private async worker(): Promise<void> {
    // While one outcome is being recorded, the next message is already marked, so that both share a commit. The worker
    // waits for its last record, because the database is closed afterwards.
    let recorded: Promise<unknown> = Promise.resolve();
    try {
      for (let prepared = await this.next(); prepared !== undefined; prepared = await this.next()) {
        const reservation = await this.markSending(prepared);
        await recorded;
        if (reservation === undefined) continue;
        recorded = this.decide(await this.attempt(prepared, reservation));
        recorded.catch(() => undefined);
      }
    } finally {
      await recorded;
    }
  }

  /** Returns the next message this account can send now; undefined if none is left, or the account must stop. */
  private async next(): Promise<PreparedMessage | undefined> {
    while (!this.isOver()) {
      const prepared = this.ready.pop() ?? (await this.messages.next()).value ?? undefined;
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
    const isStopped = result.error !== undefined || result.rateLimited !== undefined;
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
      if (reserved.retryAfterMs > maxQuotaWaitMs || this.pool.hasOtherReady(this.state)) result.rateLimited = reserved;
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
      .catch((error: unknown) => this.unexpectedResult(prepared, error));
    const isAccountCleared = await this.isAccountCleared(prepared, delivery);
    return { prepared, account, reservation, startedAt, delivery, isAccountCleared };
  }

  /** An error that the mailer does not know says nothing about how far the message came. */
  private unexpectedResult({ message: { kind } }: PreparedMessage, error: unknown): DeliveryResult {
    const reason = reasonOf(error);
    this.context.onError(new NotifyError('MESSAGE_FAILED', { kind, reason }, { cause: error }));
    const accountError = new NotifyError('UNEXPECTED', { reason }, { cause: error });
    return { replyClass: 'no-reply', phase: 'dot', reply: { text: reason }, accountError };
  }

  /**
   * Asked only about a refusal that may be the account's. If the database does not answer, the account stays suspected.
   */
  private async isAccountCleared({ message }: PreparedMessage, { replyClass }: DeliveryResult): Promise<boolean> {
    if (replyClass !== 'ambiguous' && replyClass !== 'disconnected') return false;
    const { database } = this.context;
    return hasDeliveredSinceSuspicion(database, message.id, this.state.account.name).catch(() => false);
  }

  /** Decides at once. The returned promise resolves when the decisions are recorded. */
  private decide(attempt: Attempt): Promise<unknown> {
    const { breaker } = this.state;
    const decided = breaker.onResult(attempt);
    this.result.requeued ||= decided.some(({ decision }) => decision === 'requeued' || decision === 'retried');
    const error = breaker.takeError();
    if (error !== undefined) this.result.error = error;
    return Promise.all([recordDecisions(this.context, decided), this.recordFirstSuccess(attempt)]);
  }

  private async recordFirstSuccess({ delivery, account }: Attempt): Promise<void> {
    if (this.hasRecordedSuccess || !this.pool.hasFailover || delivery.replyClass !== 'accepted') return;
    this.hasRecordedSuccess = true;
    await this.context.groupCommit
      .write((transaction) => recordSuccess(transaction, account))
      .catch((error: unknown) => {
        // Only the order of accounts in later runs depends on it.
        if (isDatabaseFault(error)) throw error;
      });
  }
}
