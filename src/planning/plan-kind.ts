import type { Config, KindConfig, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { kindOf } from '../notifications/index.js';
import {
  endActivation,
  retentionCutoff,
  kindStates,
  plannedCounts,
  advanceTrackedSince,
  recordSlot,
  startActivation,
  type KindState,
  type PlannedCounts,
} from '../outbox/index.js';
import { localDay, type OpenHours } from '../schedule/index.js';
import { sourceClock } from '../source/index.js';
import { dueSlot, windowStart } from './due.js';

/** Counts of what was planned, and where its event window starts. */
export interface Planned extends PlannedCounts {
  readonly windowStart: Date;
}

/** Plans one kind if it is due. Returns undefined if it is not due, or if another run is planning. */
export async function planKind(
  database: Database,
  config: Config,
  kind: KindConfig,
  hours: OpenHours,
  now: () => Date,
): Promise<Planned | undefined> {
  return database.transaction(async (transaction) =>
    (await transaction.dialect.lockPlanning(transaction))
      ? planInTransaction(transaction, config, kind, now(), (state, at) =>
          dueSlot(kind, hours, state, at, config.office.timeZone),
        )
      : undefined,
  );
}

/**
 * Plans one kind inside the caller's transaction.
 * @param slotOf returns the slot to plan, given the state in the database, or undefined if the kind is not due
 */
export async function planInTransaction(
  transaction: Database,
  config: Config,
  kind: KindConfig,
  now: Date,
  slotOf: (state: KindState, now: Date) => Date | undefined,
): Promise<Planned | undefined> {
  const state = (await kindStates(transaction)).get(kind.id) ?? {};
  const { timeZone: zone } = config.office;
  const common = {
    transaction,
    kind,
    now,
    zone,
    today: localDay(now, zone),
    clock: sourceClock(config.sourceClock, zone),
    fallbackRecipients: config.fallbackRecipients,
  };
  const since = kind.since === undefined || state.wasEnabled === true ? undefined : new Date(kind.since);
  const trackedSince =
    state.trackedSince ??
    new Date(Math.min(now.getTime() - kind.lookback, since?.getTime() ?? Number.POSITIVE_INFINITY));
  if (state.trackedSince === undefined) {
    await startActivation(transaction, kind.id, now, trackedSince);
    await kindOf(kind.id).activate({
      ...common,
      windowStart: trackedSince,
      ...omitUndefined({ since }),
    });
  }
  const slot = slotOf(state, now);
  if (slot === undefined) return undefined;
  const plan = {
    ...common,
    slot: slot.toISOString(),
    windowStart: state.trackedSince === undefined ? trackedSince : windowStart(kind, { ...state, trackedSince }, now),
  };
  await kindOf(kind.id).plan(plan);
  await recordSlot(transaction, kind.id, plan.slot, now);
  // If `lookback` is increased later, pruned events must not be planned again.
  await advanceTrackedSince(transaction, kind.id, retentionCutoff(plan.windowStart));
  return { ...(await plannedCounts(transaction, kind.id, plan.slot)), windowStart: plan.windowStart };
}

/** Ends the activation of every kind that the configuration no longer enables. */
export async function endActivations(
  database: Database,
  config: Config,
  states: ReadonlyMap<KindId, KindState>,
  now: Date,
): Promise<void> {
  const enabled = new Set(config.kinds.map(({ id }) => id));
  for (const [kind, { trackedSince }] of states) {
    if (trackedSince !== undefined && !enabled.has(kind)) {
      await database.transaction((transaction) => endActivation(transaction, kind, now));
    }
  }
}
