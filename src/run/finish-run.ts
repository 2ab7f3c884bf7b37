import { hostname } from 'node:os';
import { ExitCode, worstExitCode } from '../errors/index.js';
import { recordRun } from '../outbox/index.js';
import type { DataIssues } from '../planning/data-issues.js';
import { version } from '../version.js';
import { insecureConnectionOf, type KindReport, type RunReport } from './report.js';
import type { RunContext } from './run-context.js';

const maxHeldIds = 20;

/** Records the run and returns its report. @param heldIds messages that wait for an operator's decision */
export async function finishRun(
  context: RunContext,
  issues: DataIssues,
  heldIds: readonly string[],
): Promise<RunReport> {
  const { database, now, startedAt, errors, warnings } = context;
  const kinds = [...context.reports.values()];
  const held = heldIds.length;
  const failed = sumCounts(kinds, (kind) => kind.failed);
  const exitCode = worstExitCode([
    ...errors.map((error) => error.exitCode),
    failed + held > 0 ? ExitCode.failed : ExitCode.ok,
  ]);
  const times = { startedAt: startedAt.toISOString(), finishedAt: now().toISOString() };
  await recordRun(database, {
    ...times,
    host: hostname(),
    version,
    exitCode,
    planned: sumCounts(kinds, ({ planned }) => planned),
    sent: sumCounts(kinds, ({ sent }) => sent),
    deferred: sumCounts(kinds, ({ deferred }) => deferred),
    failed,
    unknown: sumCounts(kinds, ({ unknown }) => unknown),
    skipped: sumCounts(kinds, ({ skipped }) => Object.values(skipped).reduce((total, count) => total + count, 0)),
  });
  return {
    ...times,
    dryRun: false,
    kinds,
    ...issues,
    held,
    heldIds: heldIds.slice(0, maxHeldIds),
    ...insecureConnectionOf(database),
    errors,
    warnings,
    exitCode,
  };
}

function sumCounts(kinds: readonly KindReport[], count: (kind: KindReport) => number): number {
  return kinds.reduce((total, kind) => total + count(kind), 0);
}
