import type { Config, KindConfig, KindId } from '../config/index.js';
import { clockFrom, type Database } from '../database/index.js';
import { asKindError, type NotifyError } from '../errors/index.js';
import { longestDeliveryOf } from '../mail/limits.js';
import { GroupCommit, type MessageReport, type RunState } from '../outbox/index.js';
import { sendingHoursOf, type Deadline } from '../schedule/index.js';
import type { SendContext } from '../send/send-context.js';
import { initialKindReport, type KindReport, type Observer } from './report.js';
import { createOwner } from './run-owner.js';
import type { StoppedKind } from './standing-faults.js';

export interface RunOptions {
  /** Plans and sends only these kinds. */
  readonly only?: readonly KindId[];
  /** Replaces the clock, except where SQL uses the server's: in leases, quotas and the time of the last delivery. */
  readonly now?: Date;
  /** Ids of messages to send again. */
  readonly resend?: readonly string[];
  /** Ids of messages to give up. */
  readonly discard?: readonly string[];
  /** Kinds whose held plan is to be mailed. */
  readonly release?: readonly KindId[];
  /** Kinds whose held plan is to be closed without mails. */
  readonly discardPlans?: readonly KindId[];
  readonly retryFailed?: boolean;
  /** Milliseconds after which the run ends, even if messages are left. */
  readonly maxDuration?: number;
  /** Ends the run early: it finishes the messages it has begun and begins no others. */
  readonly stop?: AbortSignal;
}

/** What all steps of one run share. */
export interface RunContext extends SendContext {
  /**
   * The kinds of the configuration, or those of them that `--only` names. `kinds` are those whose sending hours are
   * open.
   */
  readonly kindConfigs: readonly KindConfig[];
  readonly startedAt: Date;
  /** Whether an earlier run has met a fault that has not ended. */
  readonly hasStandingFaults: boolean;
  readonly observer: Observer;
  readonly reports: ReadonlyMap<KindId, KindReport>;
  /** Kinds of which nothing can be sent. */
  readonly brokenKinds: Set<KindId>;
  /** Each kind with an error that stopped it. */
  readonly stopped: readonly StoppedKind[];
  readonly errors: readonly NotifyError[];
  /** Errors that do not change the exit code. */
  readonly warnings: readonly NotifyError[];
}

/** Milliseconds for which no other run takes a claimed message. */
const claimLeaseMs = 300_000;
/** A message's lease lasts this much longer than the longest delivery, to leave time to record the outcome. */
const leaseMarginMs = 60_000;

/**
 * Creates the context of one run.
 * @param runDeadline when the run must end
 * @param state what `openState` loaded
 */
export async function createRunContext(
  config: Config,
  options: RunOptions,
  runDeadline: Deadline,
  observer: Observer,
  database: Database,
  state: RunState,
): Promise<RunContext> {
  const { now: fixedNow, only } = options;
  const now = fixedNow === undefined ? clockFrom(state.now) : () => fixedNow;
  const kindConfigs = config.kinds.filter(({ id }) => only?.includes(id) ?? true);
  const hours = await sendingHoursOf(kindConfigs, config.office.timeZone);
  const closedReason = (id: KindId) => hours.get(id)!.closed(now());
  const ids = kindConfigs.map(({ id }) => id);
  const reports = new Map(ids.map((id) => [id, initialKindReport(id, closedReason(id), state.states.get(id))]));
  const errors: NotifyError[] = [];
  const warnings: NotifyError[] = [];
  const brokenKinds = new Set<KindId>();
  const stopped: StoppedKind[] = [];
  const onError = (error: NotifyError) => {
    addOnce(errors, error);
  };
  return {
    database,
    config,
    kindConfigs,
    kinds: ids.filter((id) => closedReason(id) === undefined),
    hours,
    now,
    startedAt: now(),
    hasStandingFaults: state.hasStandingFaults,
    owner: createOwner(),
    claimLeaseMs,
    // One timer renews all leases, every third of `claimLeaseMs`. So no lease may be shorter.
    sendingLeaseMs: Math.max(claimLeaseMs, longestDeliveryOf(config.mailbox) + leaseMarginMs),
    groupCommit: new GroupCommit(database),
    deadline: runDeadline,
    observer,
    reports,
    errors,
    warnings,
    onMessage: (event) => {
      countEvent(reports.get(event.kind)!, event);
      observer.message(event);
    },
    brokenKinds,
    stopped,
    faulted: new Set(),
    onError,
    onKindError: (kind, step, error) => {
      reports.get(kind)!.error = step;
      if (step === 'sending') brokenKinds.add(kind);
      const known = asKindError(step === 'planning' ? 'PLANNING_FAILED' : 'SENDING_FAILED', kind, error);
      stopped.push({ kind, error: known });
      onError(known);
    },
    onWarning: (error) => {
      addOnce(warnings, error);
    },
  };
}

/** Several kinds and messages may have the same error. */
function addOnce(errors: NotifyError[], error: NotifyError): void {
  if (!errors.some(({ code, message }) => code === error.code && message === error.message)) errors.push(error);
}

function countEvent(report: KindReport, { state, decision, detail }: MessageReport): void {
  if (state === 'skipped') {
    const reason = detail as keyof KindReport['skipped'];
    report.skipped[reason] = (report.skipped[reason] ?? 0) + 1;
  } else if (decision === 'sent' || decision === 'deferred' || decision === 'failed' || decision === 'unknown') {
    report[decision] += 1;
  }
}
