import type { NotifyError } from '../errors/index.js';
import type { DeliveryResult } from '../mail/mailer.js';
import { isAccountError, type ReplyClass } from '../mail/reply-class.js';
import type { Decision } from '../outbox/index.js';
import type { Attempt, DecidedAttempt } from './attempt.js';

/** The account is stopped after this many errors in a row that no recipient can cause. */
const maxConsecutiveErrors = 3;
/**
 * A message is not retried after this many lost connections. Two can be chance: a server that closed every tenth
 * connection hit one message twice.
 */
const maxDisconnects = 3;
/** If no message is left to try, and this many recipients were refused with the same reply, the account is stopped. */
const minRefusedRecipients = 3;
/** The account is stopped when this many recipients in a row were refused with the same reply. */
const maxRefusedRecipients = 8;

/** An attempt that may have failed through its account's fault. */
interface Suspect {
  readonly attempt: Attempt;
  /** On the clock of `performance.now()`. */
  readonly suspectedAt: number;
  readonly error: NotifyError;
  /** Equal for replies that mean the same. */
  readonly signature: string;
  /** False if the message is tried again in this run; then the new attempt is decided, and this one is not. */
  readonly awaitsDecision: boolean;
}

/**
 * Decides what becomes of each attempt of one account, and when to stop sending through it.
 *
 * A refused account is stopped at once. Servers may close a connection at any time, so an unreachable server, or a
 * connection that is lost after the final dot, stops the account only after three such errors in a row.
 *
 * A refusal may be the recipient's fault or the account's. Such an attempt is suspected. If a later attempt is accepted,
 * or refused with another reply, the recipient was refused. If eight recipients in a row get the same reply, or three
 * and no message is left to try, the account was refused. See docs/decisions/0007.
 */
export class CircuitBreaker {
  private consecutiveErrors = 0;
  private transientError: NotifyError | undefined;
  private openedBy: NotifyError | undefined;
  private unreportedError: NotifyError | undefined;
  private suspects: Suspect[] = [];
  /** By message id. */
  private readonly disconnects = new Map<string, number>();

  get isOpen(): boolean {
    return this.openedBy !== undefined;
  }

  /** The error of the last attempt, if it is transient. */
  get lastError(): NotifyError | undefined {
    return this.transientError;
  }

  /** Attempts that are still suspected. */
  get suspected(): Attempt[] {
    return this.suspects.filter(({ awaitsDecision }) => awaitsDecision).map(({ attempt }) => attempt);
  }

  /** Returns the decision on this attempt, and on earlier suspected ones that it settles. */
  onResult(attempt: Attempt, now = performance.now()): DecidedAttempt[] {
    const { replyClass, accountError } = attempt.delivery;
    if (isAccountError(replyClass) || replyClass === 'no-reply') {
      this.countError(accountError!);
      return [{ attempt, decision: decisionOf(replyClass) }];
    }
    this.consecutiveErrors = 0;
    this.transientError = undefined;
    const isRetried = replyClass === 'disconnected' && this.countDisconnect(attempt) < maxDisconnects;
    const isCertain = accountError === undefined || (attempt.isAccountCleared && !isRetried);
    const signature = signatureOf(attempt.delivery);
    const settled = this.settle(
      (suspect) => suspect.suspectedAt < attempt.startedAt && (isCertain || suspect.signature !== signature),
    );
    if (isCertain) return [...settled, { attempt, decision: decisionOf(replyClass) }];

    this.suspects.push({ attempt, suspectedAt: now, error: accountError, signature, awaitsDecision: !isRetried });
    if (this.countRecipients(signature) >= maxRefusedRecipients) this.open(accountError);
    return [...settled, { attempt, decision: isRetried ? 'retried' : 'suspected' }];
  }

  /** Call when the queue is empty. Returns suspected attempts that turned out to be the recipient's fault. */
  finish(): DecidedAttempt[] {
    if (this.isOpen) return [];
    for (const { error, signature } of this.suspects) {
      if (this.countRecipients(signature) >= minRefusedRecipients) this.open(error);
    }
    return this.settle(({ signature }) => this.countRecipients(signature) < minRefusedRecipients);
  }

  /** Returns the error that opened the breaker, the first time it is asked. */
  takeError(): NotifyError | undefined {
    const error = this.unreportedError;
    this.unreportedError = undefined;
    return error;
  }

  private countError(error: NotifyError): void {
    this.consecutiveErrors += 1;
    this.transientError = error;
    const mayPass = error.code === 'MAILBOX_UNREACHABLE' || error.code === 'UNEXPECTED';
    if (!mayPass || this.consecutiveErrors >= maxConsecutiveErrors) this.open(error);
  }

  private countDisconnect({ prepared: { message } }: Attempt): number {
    const count = (this.disconnects.get(message.id) ?? 0) + 1;
    this.disconnects.set(message.id, count);
    return count;
  }

  private open(error: NotifyError): void {
    if (this.isOpen) return;
    this.openedBy = this.unreportedError = error;
  }

  /** Removes the suspects that were the recipient's fault, and decides those that await it. */
  private settle(isRecipientAtFault: (suspect: Suspect) => boolean): DecidedAttempt[] {
    const settled = this.suspects.filter(isRecipientAtFault);
    this.suspects = this.suspects.filter((suspect) => !settled.includes(suspect));
    return settled
      .filter(({ awaitsDecision }) => awaitsDecision)
      .map(({ attempt }) => ({ attempt, decision: decisionOf(attempt.delivery.replyClass) }));
  }

  private countRecipients(signature: string): number {
    const same = this.suspects.filter((suspect) => suspect.signature === signature);
    return new Set(same.map(({ attempt }) => attempt.prepared.recipient.address.toLowerCase())).size;
  }
}

/** The decision if nothing is suspected any more. */
function decisionOf(replyClass: ReplyClass): Decision {
  switch (replyClass) {
    case 'accepted':
      return 'sent';
    case 'temporary':
    case 'disconnected':
      return 'deferred';
    case 'permanent':
    case 'ambiguous':
      return 'failed';
    case 'no-reply':
      return 'unknown';
    case 'unreachable':
    case 'sender-refused':
    case 'login-refused':
      return 'requeued';
  }
}

/** Equal for two refusals with the same text, ignoring addresses and words with digits, such as queue ids. */
function signatureOf({ replyClass, reply }: DeliveryResult): string {
  if (replyClass === 'disconnected') return replyClass;
  const words = reply.text
    .toLowerCase()
    .replace(/<[^>]*>|\S+@\S+/g, '')
    .split(/\s+/)
    .filter((word) => !/\d/.test(word));
  return [reply.code, reply.enhancedCode, ...words].join(' ');
}
