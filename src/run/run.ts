import type { Config } from '../config/index.js';
import { connect, type Database } from '../database/index.js';
import { asNotifyError, isDatabaseFault, isErrorOf, NotifyError } from '../errors/index.js';
import {
  countDue,
  heldMessages,
  kindStates,
  recoverAbandoned,
  resetFutureTimes,
  startRun,
  type RunState,
} from '../outbox/index.js';
import { noDataIssues } from '../planning/data-issues.js';
import { endActivations } from '../planning/plan-kind.js';
import { findBrokenViews } from '../planning/source-checks.js';
import { deadline, endInTime, type Deadline } from '../schedule/index.js';
import { expireLeasesOfEndedRuns } from './ended-runs.js';
import { finishRun, identityOf, recordBrokenRun } from './finish-run.js';
import { withHealthcheck } from './healthcheck.js';
import { writeBrokenMetrics } from './metrics.js';
import { openState } from './open-state.js';
import { applyOperatorCommands } from './operator-commands.js';
import { findDueKinds, planDueKinds } from './plan-due-kinds.js';
import type { Observer, RunReport } from './report.js';
import { createRunContext, type RunContext, type RunOptions } from './run-context.js';
import { waitForSlot } from './wait-for-slot.js';

/**
 * Runs one invocation: what is due → plan → send → report. An error while planning or sending goes into the report and
 * is not thrown; one before that is recorded, if the database can be written, and thrown.
 */
export function run(config: Config, options: RunOptions, observer: Observer): Promise<RunReport> {
  const runDeadline = deadline(options.maxDuration, options.stop);
  const startedAt = options.now ?? new Date();
  return withHealthcheck(config.healthcheckUrl, () =>
    endInTime(runOnce(config, options, observer, runDeadline, startedAt), runDeadline).catch((error: unknown) => {
      if (config.metricsFile !== undefined)
        writeBrokenMetrics(config.metricsFile, startedAt, asNotifyError(error).exitCode);
      throw error;
    }),
  );
}

async function runOnce(
  config: Config,
  options: RunOptions,
  observer: Observer,
  runDeadline: Deadline,
  startedAt: Date,
): Promise<RunReport> {
  const database = await connect(config.database, {
    trace: observer.statement,
    maxLockWaitMs: options.maxDuration,
  });
  try {
    const state = await openStateInTime(database, config, options, runDeadline);
    const context = await createRunContext(config, options, runDeadline, observer, database, state);
    return await runSteps(context, options, state, await applyOperatorCommands(context, options));
  } catch (error) {
    await recordBrokenRun(database, config, startedAt, error);
    throw error;
  } finally {
    await database.close();
  }
}

/** Loads the run state, and again after a wait for a slot. */
async function openStateInTime(
  database: Database,
  config: Config,
  { now, only }: RunOptions,
  { drain }: Deadline,
): Promise<RunState> {
  const state = await openState(database, config.kinds, now);
  if (now !== undefined) return state;
  const kinds = config.kinds.filter(({ id }) => only?.includes(id) ?? true);
  const hasWaited = await waitForSlot(kinds, config.office.timeZone, state, new Date(), drain);
  return hasWaited ? openState(database, config.kinds, now) : state;
}

/** Plans, sends and alerts. A fault of the database itself ends the run; any other error ends only its step. */
async function runSteps(
  context: RunContext,
  options: RunOptions,
  state: RunState,
  hasCommands: boolean,
): Promise<RunReport> {
  const { database, config, now } = context;
  const runStep = createStepRunner(context);
  await runStep(() => endActivations(database, config, state.states, now()));
  const hasEndedLeases = state.hasLeases && (await runStep(() => expireLeasesOfEndedRuns(context, state))) === true;
  const due = findDueKinds(context, state);
  if (due.length === 0 && !hasCommands && !state.hasMessages && !hasEndedLeases)
    return finishRun(context, noDataIssues, [], false);
  await runStep(() => startRun(database, identityOf(context)));
  // With `--now`, the times of other runs may rightly be later.
  if (options.now === undefined) await runStep(() => resetTimes(context));
  const issues = due.length === 0 ? undefined : await runStep(() => planDueKinds(context, due, state));
  await runStep(() => sendMessages(context));
  if (context.errors.some((error) => isErrorOf(error, 'PLAN_HELD')))
    await runStep(async () => (await import('./held-plan-alert.js')).alertOfHeldPlans(context));
  await runStep(async () => (await import('./alert.js')).alertAdministrator(context));
  const held = await runStep(() => heldMessages(database, config.kinds));
  await runStep(() => countPending(context));
  return finishRun(context, issues ?? noDataIssues, held ?? [], true);
}

/** Returns a function that runs a step and reports its error. After a fault of the database, it runs no more steps. */
function createStepRunner(context: RunContext) {
  let hasDatabaseFailed = false;
  return async <Result>(step: () => Promise<Result>): Promise<Result | undefined> => {
    if (hasDatabaseFailed) return undefined;
    try {
      return await step();
    } catch (error) {
      // A damaged table may be needed by one step only. Sending ends by itself where it could not be recorded.
      hasDatabaseFailed = isDatabaseFault(error) && !isErrorOf(error, 'DATABASE_DAMAGED');
      context.onError(asNotifyError(error));
      return undefined;
    }
  };
}

/** Resets times that a clock that was ahead has recorded, and warns about it. */
async function resetTimes({ database, sendingLeaseMs, onWarning }: RunContext): Promise<void> {
  const count = await resetFutureTimes(database, sendingLeaseMs);
  if (count > 0) onWarning(new NotifyError('CLOCK_WAS_AHEAD', { count }));
}

/** Counts the messages that wait when everything is sent that could be, and warns if more time could have sent more. */
async function countPending(context: RunContext): Promise<void> {
  const { database, reports, kinds, brokenKinds, deadline, hours, now, onWarning } = context;
  const states = await kindStates(database);
  for (const [id, report] of reports) report.pending = states.get(id)?.pending ?? 0;
  if (!deadline.drain.aborted) return;
  const sendable = kinds.filter((id) => !brokenKinds.has(id) && hours.get(id)!.closed(now()) === undefined);
  const count = await countDue(database, sendable, now());
  if (count > 0) onWarning(new NotifyError('RUN_CUT_SHORT', { count }));
}

/** Sends all due messages, also those of earlier runs. */
async function sendMessages(context: RunContext): Promise<void> {
  const { config, database, kinds, now, observer } = context;
  await recoverAbandoned(database, config.kinds);
  const due = await countDue(database, kinds, now());
  observer.sending(due);
  if (due === 0) {
    const { reportSuspectedAccounts } = await import('../send/report-suspicions.js');
    return reportSuspectedAccounts(context, { reported: [], refused: [] });
  }
  const { openComposer } = await import('../compose/open-composer.js');
  const { sendQueue } = await import('../send/send-queue.js');
  const sendable = await kindsWithViews(context, database);
  const composer = openComposer(config, due);
  try {
    await sendQueue({ ...context, kinds: sendable, composer });
  } finally {
    await composer.close();
  }
}

/** The kinds whose views can be read. The messages of the others wait. */
async function kindsWithViews(
  { kinds, kindConfigs, brokenKinds, reports, onKindError }: RunContext,
  database: Database,
) {
  const sound = kindConfigs.filter(({ id }) => reports.get(id)!.error === undefined);
  const broken = await findBrokenViews(database, kindConfigs);
  for (const kind of broken?.kinds ?? [])
    if (sound.some(({ id }) => id === kind)) onKindError(kind, 'sending', broken!.error);
    else brokenKinds.add(kind);
  return kinds.filter((id) => !brokenKinds.has(id));
}
