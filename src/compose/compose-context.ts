import type { Config, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { NotifyError } from '../errors/index.js';
import type { GroupCommit, MessageEvent } from '../outbox/index.js';
import type { Deadline, SendingHours } from '../schedule/index.js';
import type { Composer } from './composer.js';

/** What claiming and composing need from a run. */
export interface ComposeContext {
  readonly database: Database;
  readonly config: Config;
  /** Kinds whose messages may be sent at this time. */
  readonly kinds: readonly KindId[];
  readonly hours: SendingHours;
  /** Prefix of the lease tokens of this run. */
  readonly owner: string;
  /** Milliseconds. */
  readonly leaseMs: number;
  readonly groupCommit: GroupCommit;
  readonly deadline: Deadline;
  readonly now: () => Date;
  readonly composer: Composer;
  readonly onMessage: (event: MessageEvent) => void;
  readonly onError: (error: NotifyError) => void;
}
