import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KindConfig } from '../config/index.js';
import { affectsAllKinds } from '../database/index.js';
import { asNotifyError, NotifyError } from '../errors/index.js';
import { viewsOf, viewsReadBy } from '../notifications/index.js';
import { kindStates, prune, retentionCutoff, standingFaults, type RunState } from '../outbox/index.js';
import { noDataIssues, withReportReasons, type DataIssues } from '../planning/data-issues.js';
import { awaitsSince, dueSlot, windowStarts } from '../planning/due.js';
import { planKind } from '../planning/plan-kind.js';
import { findBrokenViews, findMalformedRows, findRecipientGaps } from '../planning/source-checks.js';
import { localDay } from '../schedule/index.js';
import { findFailingView, sourceClock, type SourceClock } from '../source/index.js';
import { recordHeldPlan } from './report.js';
import type { RunContext } from './run-context.js';
import { namesKind } from './standing-faults.js';

/** The kinds that are due, or that this run switches on. */
export function findDueKinds(
  { config, kindConfigs, hours, now, onKindError }: RunContext,
  { states }: RunState,
): KindConfig[] {
  return kindConfigs.filter((kind) => {
    const state = states.get(kind.id) ?? {};
    try {
      if (state.fault !== undefined) throw state.fault;
      if (state.trackedSince === undefined) return !awaitsSince(kind, state, now());
      return dueSlot(kind, hours.get(kind.id)!, state, now(), config.office.timeZone) !== undefined;
    } catch (error) {
      onKindError(kind.id, 'planning', error);
      return false;
    }
  });
}

/**
 * Plans kinds that are due, each on its own: an error ends the planning of its kind only. Returns the data issues
 * found.
 * @throws a fault of the database itself
 */
export async function planDueKinds(
  context: RunContext,
  due: readonly KindConfig[],
  { states }: RunState,
): Promise<DataIssues> {
  const { config, now, reports } = context;
  try {
    const sound = await withoutBrokenViews(context, due);
    const windows = await planKinds(context, sound, states);
    const isNew = sound.some(({ id }) => states.get(id)?.trackedSince === undefined);
    if (isNew) await reportRemembered(context, states);
    const held = sound.filter(({ id }) => reports.get(id)!.heldPlan !== undefined);
    if (windows.size + held.length === 0) return noDataIssues;
    const clock = sourceClock(config.sourceClock, config.office.timeZone);
    await pruneState(context, windows, clock);
    // A mistake in a view that holds a plan often makes malformed rows as well.
    return await findDataIssues(context, new Map([...windows, ...windowStarts(held, states, now())]), clock);
  } catch (error) {
    for (const report of due.map(({ id }) => reports.get(id)!)) if (!report.due) report.error ??= 'planning';
    throw error;
  }
}

async function withoutBrokenViews(context: RunContext, due: readonly KindConfig[]): Promise<KindConfig[]> {
  const broken = await findBrokenViews(context.database, due);
  for (const kind of broken?.kinds ?? []) context.onKindError(kind, 'planning', broken!.error);
  return due.filter(({ id }) => broken?.kinds.has(id) !== true);
}

/** Start of the event window of each planned kind. */
type Windows = ReadonlyMap<KindConfig, Date>;

/**
 * Plans first what was planned longest ago, and last what failed in earlier runs, so that a run without time for all
 * kinds leaves none out for ever. Returns the kinds in the order of the configuration.
 */
async function planKinds(
  context: RunContext,
  due: readonly KindConfig[],
  states: RunState['states'],
): Promise<Windows> {
  const { config, database, hours, now, reports, deadline, onError, onKindError, onWarning } = context;
  const faults = context.hasStandingFaults ? await standingFaults(database) : [];
  const hasFailed = ({ id }: KindConfig) => faults.some(({ name }) => namesKind(name, id));
  const rank = (kind: KindConfig) =>
    hasFailed(kind) ? Number.MAX_SAFE_INTEGER : (states.get(kind.id)?.lastSlot?.getTime() ?? 0);
  const ordered = due.toSorted((a, b) => rank(a) - rank(b));
  const windows = new Map<KindConfig, Date>();
  for (const [index, kind] of ordered.entries()) {
    // While SQLite reads, no timer of the deadline can run.
    await nextTurn();
    if (deadline.drain.aborted) {
      const kinds = ordered.slice(index).map(({ id }) => id);
      onWarning(new NotifyError('PLANNING_CUT_SHORT', { kinds: kinds.join(', ') }));
      break;
    }
    try {
      const planned = await planKind(database, config, kind, hours.get(kind.id)!, now);
      if (planned === undefined) continue;
      const { windowStart, ...counts } = planned;
      Object.assign(reports.get(kind.id)!, { due: true, ...counts });
      windows.set(kind, windowStart);
    } catch (error) {
      if (affectsAllKinds(database.dialect, error)) throw error;
      if (recordHeldPlan(reports.get(kind.id)!, error)) onError(error);
      else {
        const found = await findFailingView(database, viewsOf(kind), viewsReadBy(config.kinds), error);
        onKindError(kind.id, 'planning', found);
      }
    }
  }
  return new Map([...windows].sort(([a], [b]) => due.indexOf(a) - due.indexOf(b)));
}

/** Reports how many events each kind found that this run has switched on. */
async function reportRemembered({ database, reports }: RunContext, before: RunState['states']): Promise<void> {
  for (const [id, { remembered = 0 }] of await kindStates(database)) {
    const report = reports.get(id);
    if (report !== undefined && remembered > 0 && before.get(id)?.trackedSince === undefined)
      report.remembered = remembered;
  }
}

/** Deletes old state. An error is reported and stops neither mails nor later runs. */
async function pruneState(
  { config, database, now, deadline, onError }: RunContext,
  windows: Windows,
  clock: SourceClock,
): Promise<void> {
  const cutoffs = [...windows].map(([{ id }, start]) => [id, clock.toSource(retentionCutoff(start))] as const);
  const retention = { now: now(), messages: config.retention, until: deadline.drain, events: new Map(cutoffs) };
  await prune(database, retention).catch((error: unknown) => {
    if (affectsAllKinds(database.dialect, error)) throw error;
    onError(asNotifyError(error));
  });
}

async function findDataIssues(context: RunContext, windows: Windows, clock: SourceClock): Promise<DataIssues> {
  const { config, database, now, onError } = context;
  const today = localDay(now(), config.office.timeZone);
  const gaps = await findRecipientGaps(database, [...windows.keys()], config.kinds, today, onError);
  const malformedRows = await findMalformedRows(database, windows, clock, config.kinds, onError);
  if (gaps.length + malformedRows.length === 0) return noDataIssues;
  return withReportReasons(database, gaps, malformedRows, today);
}
