import { hostname } from 'node:os';
import type { Config } from '../config/index.js';
import { affectsAllKinds, type Database } from '../database/index.js';
import { asNotifyError, ExitCode, isErrorOf, worstExitCode, type NotifyError } from '../errors/index.js';
import { formatMessage } from '../messages/index.js';
import { omitUndefined } from '../omit-undefined.js';
import {
  deliveringAccounts,
  recordReports,
  recordRun,
  recordStandingFaults,
  standingFaults,
  type RunIdentity,
  type RunOutcome,
} from '../outbox/index.js';
import { issueReports, type DataIssues } from '../planning/data-issues.js';
import { localDay } from '../schedule/index.js';
import { version } from '../version.js';
import { writeMetrics } from './metrics.js';
import { insecureConnectionOf, maxHeldIds, type EndedFault, type KindReport, type RunReport } from './report.js';
import type { RunContext } from './run-context.js';
import { createOwner } from './run-owner.js';
import { endedFaults, faultsOf, namesAccount, unreportedFaults } from './standing-faults.js';

/** What a run is recorded by. */
export function identityOf({ owner, startedAt }: Pick<RunContext, 'owner' | 'startedAt'>): RunIdentity {
  return { id: owner, startedAt: startedAt.toISOString(), host: hostname(), version };
}

/**
 * Records the run and returns its report.
 * @param heldIds messages that wait for an operator's decision
 * @param hasStarted whether the run was recorded when it started
 */
export async function finishRun(
  context: RunContext,
  issues: DataIssues,
  heldIds: readonly string[],
  hasStarted: boolean,
): Promise<RunReport> {
  const { database, now, startedAt, errors, warnings, onError } = context;
  const kinds = [...context.reports.values()];
  const held = heldIds.length;
  const isMailMissing = held + sumCounts(kinds, ({ failed }) => failed) > 0;
  const exitCode = () =>
    worstExitCode([...errors.map((error) => error.exitCode), isMailMissing ? ExitCode.failed : ExitCode.ok]);
  const finishedAt = now().toISOString();
  const faults = { hasUnreportedFaults: errors.length + held > 0, endedFaults: [] as readonly EndedFault[] };
  try {
    // If the file is locked, the next wait would be as long.
    if (!errors.some((error) => isErrorOf(error, 'DATABASE_BUSY') && affectsAllKinds(database.dialect, error))) {
      await record(context, issues, outcomeOf(context.config, errors, kinds, finishedAt, exitCode()), hasStarted);
      Object.assign(faults, await recordFaults(context, heldIds, hasStarted));
    }
  } catch (error) {
    onError(asNotifyError(error));
  }
  const report = {
    startedAt: startedAt.toISOString(),
    finishedAt,
    dryRun: false,
    kinds,
    ...issues,
    held,
    heldIds: heldIds.slice(0, maxHeldIds),
    ...insecureConnectionOf(database),
    ...omitUndefined({ redirectTo: context.config.mailbox.redirectTo }),
    ...faults,
    errors,
    exitCode: exitCode(),
  };
  const { metricsFile } = context.config;
  const warning = metricsFile === undefined ? undefined : await writeMetrics(metricsFile, database, report);
  return { ...report, warnings: warning === undefined ? warnings : [...warnings, warning] };
}

/** Records a run that broke off before it planned anything, if the database can be written. */
export async function recordBrokenRun(
  database: Database,
  config: Config,
  startedAt: Date,
  error: unknown,
): Promise<void> {
  const known = asNotifyError(error);
  const outcome = outcomeOf(config, [known], [], new Date().toISOString(), known.exitCode);
  // Nothing can be added to the error that ended the run.
  await recordRun(database, identityOf({ owner: createOwner(), startedAt }), outcome).catch(() => undefined);
}

/** Records the run, and that its data issues are reported now. */
async function record(
  context: RunContext,
  issues: DataIssues,
  outcome: RunOutcome,
  hasStarted: boolean,
): Promise<void> {
  const { database, now, config } = context;
  const reports = issueReports(issues).filter(({ name }) => name in issues.reportReasons);
  await recordRun(database, identityOf(context), outcome, { hasStarted });
  if (reports.length === 0) return;
  const today = localDay(now(), config.office.timeZone);
  await database.transaction((transaction) => recordReports(transaction, reports, today));
}

/**
 * Compares the run's faults with those that stand since earlier runs, and records them.
 * @returns whether some were not reported earlier today, and which have ended
 */
async function recordFaults(
  { database, config, now, startedAt, errors, reports, stopped, hasStandingFaults }: RunContext,
  heldIds: readonly string[],
  hasStarted: boolean,
): Promise<Pick<RunReport, 'hasUnreportedFaults' | 'endedFaults'>> {
  const kinds = [...reports.values()];
  const met = faultsOf(errors, stopped, heldIds, config.language ?? config.office.locale);
  // A run with nothing to do has met no fault, and cannot tell whether one has ended.
  if (met.length === 0 && (!hasStandingFaults || !hasStarted)) return { hasUnreportedFaults: false, endedFaults: [] };
  const known = await standingFaults(database);
  const today = localDay(now(), config.office.timeZone);
  const unreported = unreportedFaults(met, known, today);
  const delivering = known.some(({ name }) => namesAccount(name)) ? await deliveringAccounts(database, startedAt) : [];
  const { transport } = config.mailbox;
  const accounts = transport.type === 'pickup' ? [] : transport.accounts;
  const configured = config.kinds.map(({ id }) => id);
  const ended = endedFaults(met, known, kinds, configured, accounts, delivering);
  if (unreported.length + ended.length > 0)
    await database.transaction((transaction) =>
      recordStandingFaults(
        transaction,
        unreported,
        ended.map(({ name }) => name),
        { now: now(), today },
      ),
    );
  return { hasUnreportedFaults: unreported.length > 0, endedFaults: ended.map(({ text, since }) => ({ text, since })) };
}

function outcomeOf(
  { language, office }: Config,
  errors: readonly NotifyError[],
  kinds: readonly KindReport[],
  finishedAt: string,
  exitCode: ExitCode,
): RunOutcome {
  const worst = errors.find((error) => error.exitCode === exitCode) ?? errors[0];
  return {
    finishedAt,
    exitCode,
    errorCode: worst?.code ?? null,
    errorText: worst === undefined ? null : formatMessage(worst.text, language ?? office.locale),
    brokenKinds: kinds.filter(({ error }) => error !== undefined).map(({ kind }) => kind),
    planned: sumCounts(kinds, ({ planned }) => planned),
    sent: sumCounts(kinds, ({ sent }) => sent),
    deferred: sumCounts(kinds, ({ deferred }) => deferred),
    failed: sumCounts(kinds, ({ failed }) => failed),
    unknown: sumCounts(kinds, ({ unknown }) => unknown),
    skipped: sumCounts(kinds, ({ skipped }) => Object.values(skipped).reduce((total, count) => total + count, 0)),
  };
}

function sumCounts(kinds: readonly KindReport[], count: (kind: KindReport) => number): number {
  return kinds.reduce((total, kind) => total + count(kind), 0);
}
