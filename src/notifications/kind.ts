import type { KindConfig, KindSettings } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { ActivationPlan, Plan } from '../outbox/index.js';
import type { Day } from '../schedule/index.js';
import type { GuardianRole, SourceClock, ViewName } from '../source/index.js';

/** Messages of one kind under one claim, whose content is wanted. */
export interface Batch<Config extends KindConfig = KindConfig> {
  readonly database: Database;
  readonly token: string;
  readonly kind: Config;
  readonly today: Day;
  readonly zone: string;
  readonly clock: SourceClock;
}

/**
 * One of the notifications: what it reads, whom it addresses, what it says. The content is plain data
 * (points in time as ISO 8601 UTC, days as `YYYY-MM-DD`); its words are in the templates. `Config` is the kind's
 * configuration where it has settings of its own.
 */
export interface Kind<Config extends KindConfig = KindConfig> {
  /** The schema of its group under `notifications` in the configuration. */
  readonly settings: KindSettings;
  readonly views: readonly ViewName[];
  /** Where a NULL or malformed value loses what a mail is about. */
  readonly events: ViewName;
  /** Whose gaps are reported: guardians of a role, or the users themselves. */
  readonly audience: GuardianRole | 'users' | 'addresses';
  /** Records what a kind just enabled finds and does not mail. */
  activate(plan: ActivationPlan): Promise<void>;
  /** Enqueues what is due, set-based, inside the plan's transaction. */
  plan(plan: Plan & { readonly kind: Config }): Promise<void>;
  /** Content by message id, a constant number of queries a batch; a message without content has nothing left to say. */
  load(batch: Batch<Config>): Promise<Map<string, object>>;
  /** Content made up for `preview --sample`. */
  sample(now: Date): object;
}

export interface Client {
  readonly name: string;
  readonly taxId: string | null;
}
