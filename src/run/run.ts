import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config, KindConfig, KindId } from '../config/index.js';
import { clockFrom, connect, type Clock, type Database } from '../database/index.js';
import { ExitCode, NotifyError, worstExitCode } from '../errors/index.js';
import { longestDelivery } from '../mail/limits.js';
import {
  countDue,
  discard,
  retentionCutoff,
  heldMessages,
  GroupCommit,
  prune,
  recordRun,
  recoverAbandoned,
  resend,
  retryFailed,
  type MessageEvent,
  type RunState,
} from '../outbox/index.js';
import { deadline, localDay, sendingHoursOf, type Deadline, type SendingHours } from '../schedule/index.js';
import { sourceClock } from '../source/index.js';
import { version } from '../version.js';
import { alertAdministrator } from './alert.js';
import { checkViews, malformedEvents, recipientGaps } from '../planning/source-checks.js';
import { withHealthcheck } from './healthcheck.js';
import { openState } from './open-state.js';
import { endActivations, planKind } from '../planning/plan-kind.js';
import { emptyKindReport, insecureConnectionOf, type KindReport, type Observer, type RunReport } from './report.js';
import type { SendContext } from '../send/send-context.js';
import { sendQueued } from '../send/send-queue.js';
import { noDataIssues, withReportReasons, type DataIssues } from '../planning/data-issues.js';
import { dueSlot } from '../planning/due.js';

export interface RunOptions {
  /** Plan and send these kinds only. */
  readonly only?: readonly KindId[];
  /** Takes the place of the clock, except for leases. */
  readonly now?: Date;
  readonly resend?: readonly string[];
  readonly discard?: readonly string[];
  readonly retryFailed?: boolean;
  /** Milliseconds after which the run ends, whatever is left. */
  readonly maxDuration?: number;
  /** Ends the run early: mails under way are finished, no others begun. */
  readonly stop?: AbortSignal;
}

const shownIds = 20;

/** The invocation's state, handed from step to step. */
interface RunContext {
  readonly config: Config;
  readonly database: Database;
  readonly kinds: readonly KindConfig[];
  readonly hours: SendingHours;
  readonly now: Clock;
  readonly reports: ReadonlyMap<KindId, KindReport>;
  readonly errors: NotifyError[];
  readonly warnings: NotifyError[];
  readonly observer: Observer;
  readonly deadline: Deadline;
}

/** One invocation: due → plan → send → report. */
export function run(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  return withHealthcheck(config.healthcheckUrl, () => invoke(config, options, observer));
}

async function invoke(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  const until = deadline(options.maxDuration, options.stop);
  const database = await connect(config.database);
  try {
    const { now: fixed } = options;
    const survey = await openState(database, config.kinds, fixed);
    const clock = clockFrom(survey.now);
    const kinds = config.kinds.filter(({ id }) => options.only?.includes(id) ?? true);
    const hours = await sendingHoursOf(kinds, config.office.timeZone);
    const now = fixed === undefined ? clock : () => fixed;
    const invocation: RunContext = {
      config,
      database,
      kinds,
      hours,
      observer,
      errors: [],
      warnings: [],
      deadline: until,
      now,
      reports: new Map(kinds.map(({ id }) => [id, emptyKindReport(id, hours.get(id)!.closed(now()))])),
    };
    const startedAt = invocation.now();
    const isChanged = await applyOperatorCommands(invocation, options);
    const found = await planDue(invocation, survey);
    if (found === undefined && !isChanged && !survey.hasMessages)
      return await conclude(invocation, startedAt, noDataIssues, []);
    const context = sendContext(invocation);
    await send(invocation, context);
    await alertAdministrator(
      context,
      [...invocation.reports.values()].some(({ due }) => due),
    );
    return await conclude(invocation, startedAt, found ?? noDataIssues, await heldMessages(database, config.kinds));
  } finally {
    await database.close();
  }
}

/** @returns whether there was anything to obey */
async function applyOperatorCommands({ database, now }: RunContext, options: RunOptions): Promise<boolean> {
  if (options.discard === undefined && options.resend === undefined && options.retryFailed !== true) return false;
  await database.transaction(async (transaction) => {
    if (options.discard !== undefined) await discard(transaction, options.discard, now());
    if (options.resend !== undefined) await resend(transaction, options.resend);
    if (options.retryFailed === true) await retryFailed(transaction);
  });
  return true;
}

/** @returns undefined when nothing is due */
async function planDue(
  { config, database, kinds, hours, now, reports, deadline: { drain } }: RunContext,
  { states }: RunState,
): Promise<DataIssues | undefined> {
  await endActivations(database, config, states, now());
  const { timeZone } = config.office;
  const due = kinds.filter((kind) => {
    const state = states.get(kind.id) ?? {};
    return state.trackedSince === undefined || dueSlot(kind, hours.get(kind.id)!, state, now(), timeZone) !== undefined;
  });
  if (due.length === 0) return undefined;

  await checkViews(database, due);
  const windows = new Map<KindConfig, Date>();
  for (const kind of due) {
    const planned = await planKind(database, config, kind, hours.get(kind.id)!, now);
    if (planned === undefined) continue;
    const { windowStart, ...counts } = planned;
    Object.assign(reports.get(kind.id)!, { due: true, ...counts });
    windows.set(kind, windowStart);
  }
  if (windows.size === 0) return noDataIssues;
  const clock = sourceClock(config.sourceClock, timeZone);
  await prune(database, {
    now: now(),
    messages: config.retention,
    until: drain,
    events: new Map([...windows].map(([{ id }, start]) => [id, clock.toSource(retentionCutoff(start))])),
  });
  const gaps = await recipientGaps(database, [...windows.keys()]);
  const malformed = await malformedEvents(database, windows, clock);
  if (gaps.length + malformed.length === 0) return noDataIssues;
  return database.transaction((transaction) =>
    withReportReasons(transaction, gaps, malformed, localDay(now(), timeZone)),
  );
}

function sendContext({
  config,
  database,
  kinds,
  hours,
  now,
  reports,
  errors,
  warnings,
  observer,
  deadline: until,
}: RunContext): SendContext {
  return {
    database,
    config,
    hours,
    now,
    kinds: kinds.map(({ id }) => id).filter((id) => hours.get(id)!.closed(now()) === undefined),
    owner: randomUUID(),
    leaseMs: longestDelivery + 60_000,
    groupCommit: new GroupCommit(database),
    deadline: until,
    onMessage: (event) => {
      count(reports.get(event.kind)!, event);
      observer.message(event);
    },
    onError: (error) => {
      errors.push(error);
    },
    onWarning: (error) => {
      warnings.push(error);
    },
  };
}

async function send(
  { config, database, kinds, now, errors, observer }: RunContext,
  context: SendContext,
): Promise<void> {
  await recoverAbandoned(database, config.kinds);
  const waiting = await countDue(database, context.kinds, now());
  observer.sending(waiting);
  if (waiting === 0) return;
  const { openComposer } = await import('../compose/open-composer.js');
  const composer = openComposer(config, waiting);
  try {
    await checkViews(database, kinds);
    await sendQueued({ ...context, composer });
  } catch (error) {
    if (!(error instanceof NotifyError)) throw error;
    errors.push(error);
  } finally {
    await composer.close();
  }
}

async function conclude(
  { database, now, reports, errors, warnings }: RunContext,
  startedAt: Date,
  found: DataIssues,
  heldIds: readonly string[],
): Promise<RunReport> {
  const kinds = [...reports.values()];
  const held = heldIds.length;
  const failed = sum(kinds, ({ failed: count }) => count);
  const exitCode = worstExitCode([
    ...errors.map((error) => error.exitCode),
    failed + held > 0 ? ExitCode.failed : ExitCode.ok,
  ]);
  const report: RunReport = {
    startedAt: startedAt.toISOString(),
    finishedAt: now().toISOString(),
    dryRun: false,
    kinds,
    ...found,
    held,
    heldIds: heldIds.slice(0, shownIds),
    ...insecureConnectionOf(database),
    errors,
    warnings,
    exitCode,
  };
  await recordRun(database, {
    startedAt: report.startedAt,
    finishedAt: report.finishedAt,
    host: hostname(),
    version,
    exitCode,
    failed,
    planned: sum(kinds, ({ planned }) => planned),
    sent: sum(kinds, ({ sent }) => sent),
    deferred: sum(kinds, ({ deferred }) => deferred),
    unknown: sum(kinds, ({ unknown }) => unknown),
    skipped: sum(kinds, ({ skipped }) => Object.values(skipped).reduce((total, part) => total + part, 0)),
  });
  return report;
}

function count(report: KindReport, { state, detail }: MessageEvent): void {
  if (state === 'skipped') {
    const reason = detail as keyof KindReport['skipped'];
    report.skipped[reason] = (report.skipped[reason] ?? 0) + 1;
  } else if (state !== 'planned' && state !== 'returned') {
    report[state] += 1;
  }
}

function sum(kinds: readonly KindReport[], pick: (report: KindReport) => number): number {
  return kinds.reduce((total, report) => total + pick(report), 0);
}
