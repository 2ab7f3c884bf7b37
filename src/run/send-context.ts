import type { Config, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { NotifyError } from '../errors/index.js';
import type { Templates } from '../mail/index.js';
import type { Journal } from '../outbox/index.js';
import type { Account } from './accounts.js';
import type { Composer } from './composer.js';
import type { Deadline } from './deadline.js';
import type { MessageEvent } from './report.js';
import type { Hours } from './window.js';

export interface SendContext {
  readonly database: Database;
  readonly config: Config;
  readonly kinds: readonly KindId[];
  readonly hours: Hours;
  /** Begins the lease tokens of this run. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly journal: Journal;
  readonly giveUpAfter: number;
  readonly deadline: Deadline;
  readonly accounts: readonly Account[];
  readonly now: () => Date;
  readonly loadTemplates: () => Promise<Templates>;
  readonly told: (event: MessageEvent) => void;
  readonly failed: (error: NotifyError) => void;
  /** Hears of what went wrong and kept no mail from going out. */
  readonly warned: (error: NotifyError) => void;
}

/** While the queue is sent. */
export interface QueueContext extends SendContext {
  readonly composer: Composer;
}
