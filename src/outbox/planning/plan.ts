import { normaliseAddress } from '../../address.js';
import type { KindConfig } from '../../config/index.js';
import type { Database } from '../../database/index.js';
import type { Day } from '../../schedule/index.js';
import type { SourceClock } from '../../source/index.js';

/** Everything that planning one kind needs. It happens in one transaction. */
export interface Plan {
  readonly transaction: Database;
  readonly kind: KindConfig;
  /** ISO 8601, UTC. Unique within the kind. */
  readonly slot: string;
  readonly now: Date;
  readonly today: Day;
  readonly zone: string;
  readonly clock: SourceClock;
  /** Of the kind, also one without mails. */
  readonly previousSlot?: Date;
  /** Events before this are ignored. */
  readonly windowStart: Date;
  readonly fallbackRecipients: readonly string[];
}

export interface ActivationPlan extends Omit<Plan, 'slot'> {
  /** On first enabling, events from here on are mailed. Without it, all events that exist are the baseline. */
  readonly since?: Date;
}

/** The recipient key of an address: `address:` and the normalised address. */
export function addressKey(address: string): string {
  return `address:${normaliseAddress(address.trim())}`;
}
