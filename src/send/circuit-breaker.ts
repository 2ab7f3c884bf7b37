import { normaliseAddress } from '../address.js';
import type { NotifyError } from '../errors/index.js';
import type { DeliveryResult } from '../mail/mailer.js';
import { isAccountError } from '../mail/reply-class.js';
import type { Attempt, DecidedAttempt } from './attempt.js';
import { decide } from './decide.js';

/** The account is stopped after this many errors in a row that no recipient can cause. */
const maxConsecutiveErrors = 3;
/** The account is stopped when this many messages were refused and none was delivered afterwards. */
const maxRefusedMessages = 8;
/**
 * An attempt that took this many milliseconds is not repeated to see whether it was chance: a command that is never
 * answered takes five minutes, and another account may be waiting.
 */
const longAttemptMs = 240_000;
/** An account that ends a run with at least this many refused recipients is left alone for a while. */
const minRefusedRecipients = 3;

/**
 * A message is not retried after this many lost connections. Two can be chance: a server that closed every tenth
 * connection hit one message twice.
 */
const maxDisconnects = 3;

/** An attempt that may have failed through its account's fault. */
interface Suspect {
  readonly attempt: Attempt;
  /** On the clock of `performance.now()`. */
  readonly suspectedAt: number;
  /** False if the message is tried again in this run; then the new attempt is decided, and this one is not. */
  readonly awaitsDecision: boolean;
}

/**
 * Decides what becomes of each attempt of one account, and when to stop sending through it.
 *
 * A refused account is stopped at once. Servers may close a connection at any time, so an unreachable server, or a
 * connection that is lost after the final dot, stops the account only after three such errors in a row. One is enough
 * if it took minutes, and nothing was delivered meanwhile.
 *
 * A refusal may be the recipient's fault or the account's. Such an attempt is suspected until the account delivers to
 * somebody in an attempt that began later. After eight messages without a delivery the account is stopped. See
 * docs/decisions/0007.
 */
export class CircuitBreaker {
  /** True if the account has delivered in this run. */
  hasDelivered = false;
  /** The last refusal that is, or may be, the account's fault. */
  lastRefusal: DeliveryResult | undefined;
  private consecutiveErrors = 0;
  /** When the account last delivered, on the clock of `performance.now()`. */
  private deliveredAt = Number.NEGATIVE_INFINITY;
  private transientError: NotifyError | undefined;
  private openedBy: NotifyError | undefined;
  private unreportedError: NotifyError | undefined;
  private suspects: Suspect[] = [];
  /** By message id. */
  private readonly disconnects = new Map<string, number>();
  /** Ids of messages whose connection was lost, while the account delivered others afterwards. */
  private readonly lostAlone = new Set<string>();

  /** The error of the last attempt, if it is transient. */
  get lastError(): NotifyError | undefined {
    return this.transientError;
  }

  /** Attempts that are still suspected. */
  get suspected(): Attempt[] {
    return this.suspects.filter(({ awaitsDecision }) => awaitsDecision).map(({ attempt }) => attempt);
  }

  get isSuspicious(): boolean {
    return this.suspects.length > 0;
  }

  /** True if the last refusals may have one cause: nothing was delivered after the first of them. */
  get hasSeveralSuspects(): boolean {
    return this.suspects.length > 1;
  }

  /** True if so many messages were refused that trying others tells nothing new. */
  get isExhausted(): boolean {
    return new Set(this.suspects.map(({ attempt }) => attempt.prepared.message.id)).size >= maxRefusedMessages;
  }

  /** True if the account should be left alone for a while. */
  get needsRest(): boolean {
    const addresses = this.suspects.map(({ attempt }) => normaliseAddress(attempt.prepared.recipient.address));
    return new Set(addresses).size >= minRefusedRecipients;
  }

  /** Returns the decision on this attempt, and on earlier suspected ones that it settles. */
  onResult(attempt: Attempt, now = performance.now()): DecidedAttempt[] {
    const { replyClass, accountError } = attempt.delivery;
    const isLong = now - attempt.startedAt >= longAttemptMs;
    if (replyClass === 'accepted') this.deliveredAt = now;
    const isSilent = replyClass === 'unreachable' && isLong && this.deliveredAt < attempt.startedAt;
    if (isAccountError(replyClass) || replyClass === 'no-reply') this.countError(accountError!, isSilent);
    else [this.consecutiveErrors, this.transientError] = [0, undefined];
    if (replyClass === 'disconnected') this.countDisconnect(attempt, isLong);
    if (accountError !== undefined) this.lastRefusal = attempt.delivery;
    const settled = replyClass === 'accepted' ? this.settle(attempt) : [];
    const isLostAlone = replyClass === 'disconnected' && this.lostAlone.has(attempt.prepared.message.id);
    const decision = this.decide(attempt, isLostAlone);
    if (decision === 'suspected' || decision === 'retried')
      this.suspects.push({ attempt, suspectedAt: now, awaitsDecision: decision === 'suspected' });
    return [...settled, { attempt, decision }];
  }

  /** Takes the suspected attempts back, so that another account can try their messages in this run. */
  release(): DecidedAttempt[] {
    const attempts = this.suspected;
    this.suspects = [];
    return attempts.map((attempt) => ({ attempt, decision: 'retried' }));
  }

  /** Removes a message from the suspected ones, because it was tried again elsewhere. @returns its attempt */
  forget(id: string): Attempt | undefined {
    const attempt = this.suspected.find(({ prepared }) => prepared.message.id === id);
    this.suspects = this.suspects.filter((suspect) => suspect.attempt !== attempt);
    return attempt;
  }

  /** Decides a suspected message by its newest attempt, which another account made. */
  replace(attempt: Attempt, newest: Attempt | undefined): void {
    this.suspects = this.suspects.map((suspect) =>
      suspect.attempt === attempt && newest !== undefined ? { ...suspect, attempt: newest } : suspect,
    );
  }

  /** Returns the error that opened the breaker, the first time it is asked. */
  takeError(): NotifyError | undefined {
    const error = this.unreportedError;
    this.unreportedError = undefined;
    return error;
  }

  private decide(attempt: Attempt, isFollowedByDelivery: boolean) {
    const { delivery, wasRefusedAlike, prepared } = attempt;
    const disconnects = this.disconnects.get(prepared.message.id) ?? 0;
    const canRetry = disconnects < maxDisconnects;
    return decide({ replyClass: delivery.replyClass, isFollowedByDelivery, wasRefusedAlike, canRetry });
  }

  private countError(error: NotifyError, isSilent: boolean): void {
    this.consecutiveErrors += 1;
    this.transientError = error;
    if (this.openedBy !== undefined) return;
    const mayPass = error.code === 'MAILBOX_UNREACHABLE' || error.code === 'UNEXPECTED';
    if (!mayPass || isSilent || this.consecutiveErrors >= maxConsecutiveErrors)
      this.openedBy = this.unreportedError = error;
  }

  private countDisconnect({ prepared: { message } }: Attempt, isLong: boolean): void {
    this.disconnects.set(message.id, isLong ? maxDisconnects : (this.disconnects.get(message.id) ?? 0) + 1);
  }

  /** Decides the suspected attempts that ended before this delivery began. */
  private settle(delivery: Attempt): DecidedAttempt[] {
    this.hasDelivered = true;
    const settled = this.suspects.filter(({ suspectedAt }) => suspectedAt < delivery.startedAt);
    this.suspects = this.suspects.filter((suspect) => !settled.includes(suspect));
    if (this.suspects.length === 0) this.lastRefusal = undefined;
    for (const { attempt } of settled) this.lostAlone.add(attempt.prepared.message.id);
    return settled
      .filter(({ awaitsDecision }) => awaitsDecision)
      .map(({ attempt }) => ({ attempt, decision: this.decide(attempt, true) }));
  }
}
