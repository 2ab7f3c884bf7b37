import type { Config, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import type { NotifyError } from '../errors/index.js';
import type { GroupCommit, MessageReport } from '../outbox/index.js';
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
  /** Milliseconds. A claim is renewed, so that what a dead process has claimed is soon free. */
  readonly claimLeaseMs: number;
  /** Milliseconds. Longer than any delivery, so that no other run takes a message that may still be accepted. */
  readonly sendingLeaseMs: number;
  readonly groupCommit: GroupCommit;
  readonly deadline: Deadline;
  readonly now: () => Date;
  readonly composer: Composer;
  readonly onMessage: (report: MessageReport) => void;
  readonly onError: (error: NotifyError) => void;
  /** Reports an error that ends what this run does for a kind. The others go on. */
  readonly onKindError: (kind: KindId, step: 'planning' | 'sending', error: unknown) => void;
  /** Kinds whose messages this run cannot send, because of such an error. */
  readonly brokenKinds: ReadonlySet<KindId>;
  /** Ids of messages that ended with a fault of their own. This run does not try them again. */
  readonly faulted: Set<string>;
}
