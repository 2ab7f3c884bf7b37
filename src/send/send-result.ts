import type { NotifyError } from '../errors/index.js';
import type { RateLimited } from '../outbox/index.js';
import type { Attempt, DecidedAttempt } from './attempt.js';

/** How sending the queue through one account ended. */
export interface SendResult {
  /** Why the account can send no more. */
  error?: NotifyError;
  /** True if the account refused so many recipients that it is left alone for this run. */
  suspended: boolean;
  /** A suspected attempt at a message that another account can be asked about. */
  suspect?: Attempt;
  /** The last attempt and its decision. */
  last?: DecidedAttempt;
  /** The quota that is used up. */
  rateLimited?: RateLimited;
  /** True if messages went back into the queue after an error that may pass. */
  requeued: boolean;
  /** Bytes of the largest mail that is left for an account with a higher limit; 0 if there is none. */
  oversizedBytes: number;
}
