import type { KindConfig } from '../../config/index.js';
import type { Database } from '../../database/index.js';
import type { Day } from '../../schedule/index.js';
import type { SourceClock } from '../../source/index.js';

/** Everything the planning of one kind needs; all of it happens in one transaction. */
export interface Plan {
  readonly transaction: Database;
  readonly kind: KindConfig;
  /** ISO 8601, UTC; unique for the kind. */
  readonly slot: string;
  readonly now: Date;
  readonly today: Day;
  readonly zone: string;
  readonly clock: SourceClock;
  /** Events before this are not looked at. */
  readonly windowStart: Date;
  readonly fallbackRecipients: readonly string[];
}

export interface ActivationPlan extends Omit<Plan, 'slot'> {
  /** On first enabling, events from here on are mailed; else all that are there are the baseline. */
  readonly since?: Date;
}

/** `address:` and the address in the form in which two spellings of one mailbox are equal. */
export function addressKey(address: string): string {
  return `address:${address.trim().toLowerCase()}`;
}
