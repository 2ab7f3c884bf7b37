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
  /** True if the recipient was refused with the same reply before, through the recipient's own fault. */
  readonly wasRefusedAlike: boolean;
}

export interface DecidedAttempt {
  readonly attempt: Attempt;
  readonly decision: Decision;
}
