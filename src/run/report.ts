import type { KindId } from '../config/index.js';
import type { Database, InsecureConnection, Statement } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { isErrorOf, type ExitCode, type NotifyError } from '../errors/index.js';
import type { KindState, MessageReport, SkipReason } from '../outbox/index.js';
import type { ClosedReason } from '../schedule/index.js';
import type { DataIssues } from '../planning/data-issues.js';

/** How many ids of held messages a report lists. */
export const maxHeldIds = 20;

/** What a run did with one kind. */
export interface KindReport {
  readonly kind: KindId;
  /** Why its sending hours are closed. Due messages wait until the hours open. */
  readonly closed?: ClosedReason;
  /** True if it was due, and its plan was made or is held. */
  due: boolean;
  /** In a dry run: when the kind is due, ISO 8601 in UTC. Absent if not within two weeks, or if its plan is held. */
  dueAt?: string;
  /** The step that failed for this kind. Its error is among the errors of the run. */
  error?: 'planning' | 'sending';
  /** How many mails its plan would send, if the flood guard holds it because there are unusually many. */
  heldPlan?: number;
  /** Events from before the kind was switched on. This run found them, and they are not mailed. */
  remembered?: number;
  /** Messages that this run enqueued. */
  planned: number;
  /** Events whose client has no guardian who can be mailed. */
  waiting: number;
  /** Events that became older than `lookback` and had no recipient until then. */
  expired: number;
  /** Messages that wait to be sent when the run ends. */
  pending: number;
  sent: number;
  deferred: number;
  failed: number;
  unknown: number;
  skipped: Partial<Record<SkipReason, number>>;
}

/** The result of a run. Times are ISO 8601 in UTC. */
export interface RunReport extends DataIssues {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly dryRun: boolean;
  readonly kinds: readonly KindReport[];
  /** Where every mail goes in a trial. */
  readonly redirectTo?: string;
  /** Messages in state `unknown` that wait for an operator's decision. */
  readonly held: number;
  /** Ids of the first `maxHeldIds` of them. */
  readonly heldIds: readonly string[];
  /** Absent if the connection is encrypted and the server's certificate is checked. */
  readonly insecureDatabaseConnection?: InsecureConnection;
  /** False if every fault of this run was reported earlier today, so that `--quiet` prints nothing. */
  readonly hasUnreportedFaults: boolean;
  /** Faults of earlier runs that this run no longer met. */
  readonly endedFaults: readonly EndedFault[];
  readonly errors: readonly NotifyError[];
  /** Errors that do not change the exit code. */
  readonly warnings: readonly NotifyError[];
  readonly exitCode: ExitCode;
}

/** A fault that stood since an earlier run, and has ended. */
export interface EndedFault {
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The report's field about the database connection. */
export function insecureConnectionOf({
  dialect: { insecureConnection },
}: Database): Pick<RunReport, 'insecureDatabaseConnection'> {
  return omitUndefined({ insecureDatabaseConnection: insecureConnection });
}

/**
 * A report before anything is planned.
 * @param closed why the kind's sending hours are closed
 * @param state how many events and messages wait
 */
export function initialKindReport(
  kind: KindId,
  closed?: ClosedReason,
  { waiting = 0, pending = 0 }: KindState = {},
): KindReport {
  return {
    kind,
    ...omitUndefined({ closed }),
    due: false,
    planned: 0,
    waiting,
    expired: 0,
    pending,
    sent: 0,
    deferred: 0,
    failed: 0,
    unknown: 0,
    skipped: {},
  };
}

/** Records in a kind's report that its plan is held. Any other error changes nothing. @returns true if it is held */
export function recordHeldPlan(report: KindReport, error: unknown): error is NotifyError {
  if (!isErrorOf(error, 'PLAN_HELD')) return false;
  Object.assign(report, { due: true, heldPlan: Number(error.args['count']) });
  return true;
}

/** Receives the progress of a run. */
export interface Observer {
  /** Called when the state of a message has changed, and in a dry run for each message that a run would send. */
  message(report: MessageReport): void;
  /** Called after each SQL statement. @param ms milliseconds that it took */
  readonly statement?: (statement: Statement, ms: number) => void;
  /** Called when sending begins. @param total messages that are due */
  sending(total: number): void;
}
