import type { KindConfig, KindSettings } from '../config/index.js';
import type { Database, Statement } from '../database/index.js';
import type { Message } from '../messages/index.js';
import type { ActivationPlan, ClaimedMessage, Plan } from '../outbox/index.js';
import type { Day } from '../schedule/index.js';
import type { GuardianRole, SourceClock, ViewName } from '../source/index.js';

/** Claimed messages of one kind whose content is to be loaded. */
export interface Batch<Config extends KindConfig = KindConfig> {
  readonly database: Database;
  readonly token: string;
  readonly kind: Config;
  readonly today: Day;
  readonly zone: string;
  readonly clock: SourceClock;
}

/**
 * A notification kind: what it reads, who gets it, what it says. Its content is plain data (times as ISO 8601 UTC, days
 * as `YYYY-MM-DD`); the words are in the templates. `Config` is the kind's configuration if it has settings of its own.
 */
export interface Kind<Config extends KindConfig = KindConfig> {
  /** The schema of its group under `notifications` in the configuration. */
  readonly settings: KindSettings;
  readonly views: readonly ViewName[];
  /** The view of its events. A malformed row there is reported. */
  readonly events: ViewName;
  /** Who gets it: guardians of a role, users, or configured addresses. */
  readonly audience: GuardianRole | 'users' | 'addresses';
  /** Records what exists when the kind is enabled and is not to be mailed. @returns how much that is */
  activate(plan: ActivationPlan): Promise<number>;
  /** Enqueues messages, set-based, inside the plan's transaction. */
  plan(plan: Plan & { readonly kind: Config }): Promise<void>;
  /** Counts what was just planned, if it is not the events of the messages. */
  countEntries?(plan: Plan): Promise<number>;
  /** Why what was just planned is out of proportion, if the number of mails does not show it. */
  findExcess?(plan: Plan): Promise<Message | undefined>;
  /** Loads content by message id, with a constant number of queries per batch. A message without content is skipped. */
  load(batch: Batch<Config>): Promise<Map<string, object>>;
  /** Of claimed messages to deputies, the ids of those about a client whose guardian the recipient is as well. */
  findOwnClients?(batch: Batch): Promise<ReadonlySet<string>>;
  /** Only for kinds whose messages list events. */
  readonly messageEvents?: {
    /** Number of events in the content of a message. */
    count(content: object): number;
    /** Forgets the events of a message that are gone from their view. */
    forgetGone(transaction: Database, message: ClaimedMessage): Promise<void>;
  };
  /** All statements that plan and load mails of this kind, besides those of `outboxStatements`. */
  readonly statements: readonly Statement[];
  /** Made-up content for `preview --sample`. */
  sample(now: Date): object;
}

export interface Client {
  readonly name: string;
  readonly taxId: string | null;
  /** The URL that the configuration sets for clients in mails of the kind. */
  readonly link?: string;
}
