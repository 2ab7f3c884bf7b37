import type { PreparedMessage } from '../compose/prepare-messages.js';
import type { DeliveryResult } from '../mail/mailer.js';
import type { Decision, QuotaReservation } from '../outbox/index.js';

/** One attempt to deliver a message, and how it ended. */
export interface Attempt {
  readonly prepared: PreparedMessage;
  /** Name of the account. */
  readonly account: string;
  readonly reservation: QuotaReservation;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly delivery: DeliveryResult;
  /**
   * True if the account has delivered to others since this message was first suspected: the account is not at fault.
   */
  readonly isAccountCleared: boolean;
}

export interface DecidedAttempt {
  readonly attempt: Attempt;
  readonly decision: Decision;
}
