import type { KindId } from '../config/index.js';
import type { Database, InsecureConnection } from '../database/index.js';
import type { ExitCode, NotifyError } from '../errors/index.js';
import type { MessageEvent, SkipReason } from '../outbox/index.js';
import type { ClosedReason } from '../schedule/index.js';
import type { DataIssues } from '../planning/data-issues.js';

/** What a run did with one kind. */
export interface KindReport {
  readonly kind: KindId;
  /** Why its hours are closed: what is due waits. */
  readonly closed?: ClosedReason;
  due: boolean;
  /** Messages that this run enqueued. */
  planned: number;
  /** Events that wait for a guardian. */
  waiting: number;
  /** Events that left the window without a recipient. */
  expired: number;
  sent: number;
  deferred: number;
  failed: number;
  unknown: number;
  skipped: Partial<Record<SkipReason, number>>;
}

export interface RunReport extends DataIssues {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly dryRun: boolean;
  readonly kinds: readonly KindReport[];
  /** Messages in state `unknown` that wait for an operator's decision. */
  readonly held: number;
  /** The first of them. */
  readonly heldIds: readonly string[];
  /** Absent if the connection is encrypted and the server's certificate is checked. */
  readonly insecureDatabaseConnection?: InsecureConnection;
  readonly errors: readonly NotifyError[];
  /** Errors that kept no mail from being sent. They do not change the exit code. */
  readonly warnings: readonly NotifyError[];
  readonly exitCode: ExitCode;
}

export function insecureConnectionOf({
  dialect: { insecureConnection },
}: Database): Pick<RunReport, 'insecureDatabaseConnection'> {
  return insecureConnection === undefined ? {} : { insecureDatabaseConnection: insecureConnection };
}

export function emptyKindReport(kind: KindId, closed?: ClosedReason): KindReport {
  return {
    kind,
    ...(closed === undefined ? {} : { closed }),
    due: false,
    planned: 0,
    waiting: 0,
    expired: 0,
    sent: 0,
    deferred: 0,
    failed: 0,
    unknown: 0,
    skipped: {},
  };
}

/** Watches a run. */
export interface Observer {
  message(event: MessageEvent): void;
  /** Called when sending begins. @param total messages that are due */
  sending(total: number): void;
}
