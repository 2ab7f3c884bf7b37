import type { KindConfig } from '../config/index.js';
import { prune, retentionCutoff, type RunState } from '../outbox/index.js';
import { noDataIssues, withReportReasons, type DataIssues } from '../planning/data-issues.js';
import { dueSlot } from '../planning/due.js';
import { endActivations, planKind } from '../planning/plan-kind.js';
import { checkViews, findMalformedRows, findRecipientGaps } from '../planning/source-checks.js';
import { localDay } from '../schedule/index.js';
import { sourceClock, type SourceClock } from '../source/index.js';
import type { RunContext } from './run-context.js';

/** Plans every kind that is due. Returns the data issues found, or undefined if nothing was due. */
export async function planDueKinds(context: RunContext, { states }: RunState): Promise<DataIssues | undefined> {
  const { config, database, kindConfigs, hours, now } = context;
  const { timeZone } = config.office;
  await endActivations(database, config, states, now());
  const due = kindConfigs.filter((kind) => {
    const state = states.get(kind.id) ?? {};
    return state.trackedSince === undefined || dueSlot(kind, hours.get(kind.id)!, state, now(), timeZone) !== undefined;
  });
  if (due.length === 0) return undefined;

  await checkViews(database, due);
  const windows = await planKinds(context, due);
  if (windows.size === 0) return noDataIssues;
  const clock = sourceClock(config.sourceClock, timeZone);
  await pruneState(context, windows, clock);
  return findDataIssues(context, windows, clock);
}

/** Start of the event window of each planned kind. */
type Windows = ReadonlyMap<KindConfig, Date>;

async function planKinds({ config, database, hours, now, reports }: RunContext, due: KindConfig[]): Promise<Windows> {
  const windows = new Map<KindConfig, Date>();
  for (const kind of due) {
    const planned = await planKind(database, config, kind, hours.get(kind.id)!, now);
    if (planned === undefined) continue;
    const { windowStart, ...counts } = planned;
    Object.assign(reports.get(kind.id)!, { due: true, ...counts });
    windows.set(kind, windowStart);
  }
  return windows;
}

async function pruneState({ config, database, now, deadline }: RunContext, windows: Windows, clock: SourceClock) {
  const cutoffs = [...windows].map(([{ id }, start]) => [id, clock.toSource(retentionCutoff(start))] as const);
  await prune(database, {
    now: now(),
    messages: config.retention,
    until: deadline.drain,
    events: new Map(cutoffs),
  });
}

async function findDataIssues({ config, database, now }: RunContext, windows: Windows, clock: SourceClock) {
  const gaps = await findRecipientGaps(database, [...windows.keys()]);
  const malformedRows = await findMalformedRows(database, windows, clock);
  if (gaps.length + malformedRows.length === 0) return noDataIssues;
  const today = localDay(now(), config.office.timeZone);
  return database.transaction((transaction) => withReportReasons(transaction, gaps, malformedRows, today));
}
