import type { Config, KindConfig, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { isErrorOf, NotifyError } from '../errors/index.js';
import type { Message } from '../messages/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { kindOf } from '../notifications/index.js';
import {
  deleteLeftovers,
  discardPlan,
  endActivation,
  endHold,
  holdPlan,
  isSlotUsed,
  retentionCutoff,
  kindStates,
  plannedCounts,
  advanceTrackedSince,
  recordSlot,
  startActivation,
  type KindState,
  type Plan,
  type PlannedCounts,
} from '../outbox/index.js';
import { localDay, type OpenHours } from '../schedule/index.js';
import { sourceClock } from '../source/index.js';
import { adHocSlot, awaitsSince, dueSlot, windowStart } from './due.js';
import { findExcess, recordVolume } from './flood-guard.js';

/** Counts of what was planned, and where its event window starts. */
export interface Planned extends PlannedCounts {
  readonly windowStart: Date;
  /** Messages that an operator wants no mails of. */
  readonly skipped?: { readonly discarded: number };
  /** Why the plan is out of proportion. It must then be rolled back. */
  readonly excess?: Message;
}

/**
 * Plans one kind if it is due. Returns undefined if it is not due, or if another run is planning.
 * @throws NotifyError PLAN_HELD if the plan is out of proportion; then nothing is planned, and the hold is recorded
 */
export async function planKind(
  database: Database,
  config: Config,
  kind: KindConfig,
  hours: OpenHours,
  now: () => Date,
): Promise<Planned | undefined> {
  let messages = 0;
  try {
    return await database.transaction(async (transaction) => {
      if (!(await transaction.dialect.lockPlanning(transaction))) return undefined;
      const planned = await planInTransaction(transaction, config, kind, now(), (state, at) =>
        dueSlot(kind, hours, state, at, config.office.timeZone),
      );
      messages = planned?.planned ?? 0;
      throwIfHeld(kind, planned);
      return planned;
    });
  } catch (error) {
    if (isErrorOf(error, 'PLAN_HELD'))
      await database.transaction(async (transaction) => {
        if (await transaction.dialect.lockPlanning(transaction)) await holdPlan(transaction, kind.id, messages, now());
      });
    throw error;
  }
}

/** Rolls back a transaction whose plan is out of proportion. @throws NotifyError PLAN_HELD */
export function throwIfHeld({ id: kind }: KindConfig, planned: Planned | undefined): void {
  if (planned?.excess !== undefined)
    throw new NotifyError('PLAN_HELD', { kind, count: planned.planned, reason: planned.excess });
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
  if (state.fault !== undefined) throw state.fault;
  if (awaitsSince(kind, state, now)) return undefined;
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
    const remembered = await kindOf(kind.id).activate({
      ...common,
      windowStart: trackedSince,
      ...omitUndefined({ since }),
    });
    await startActivation(transaction, kind.id, now, trackedSince, remembered);
  }
  const wanted = slotOf(state, now);
  if (wanted === undefined) return undefined;
  const slot = await unusedSlot(transaction, kind.id, wanted, now);
  const plan = {
    ...common,
    slot: slot.toISOString(),
    ...omitUndefined({ previousSlot: state.lastSlot }),
    windowStart: state.trackedSince === undefined ? trackedSince : windowStart(kind, { ...state, trackedSince }, now),
  };
  await deleteLeftovers(transaction);
  await kindOf(kind.id).plan(plan);
  const counts = await plannedCounts(transaction, kind.id, plan.slot);
  const { excess, discarded } = await obeyDecision(plan, counts.planned, config, state);
  await recordSlot(transaction, kind.id, plan.slot, now);
  // If `lookback` is increased later, pruned events must not be planned again.
  await advanceTrackedSince(transaction, kind.id, retentionCutoff(plan.windowStart));
  return {
    ...counts,
    planned: counts.planned - discarded,
    ...omitUndefined({ skipped: discarded > 0 ? { discarded } : undefined }),
    windowStart: plan.windowStart,
    ...omitUndefined({ excess }),
  };
}

/**
 * The slot itself, or one for this moment if the slot has planned mails before: the clock was ahead, or somebody has
 * moved the last slot back. The keys of its messages would then exist already.
 */
async function unusedSlot(transaction: Database, kind: KindId, slot: Date, now: Date): Promise<Date> {
  return (await isSlotUsed(transaction, { kind, slot: slot.toISOString() }))
    ? adHocSlot({ lastSlot: slot }, now)
    : slot;
}

/**
 * Discards the plan if an operator says so; else compares it with the kind's history, unless an operator releases it.
 */
async function obeyDecision(
  plan: Plan,
  messages: number,
  { floodGuard }: Config,
  state: KindState,
): Promise<{ readonly excess?: Message; readonly discarded: number }> {
  const { transaction, kind, slot, now } = plan;
  const { decision } = state;
  let discarded = 0;
  if (decision === 'discard') discarded = await discardPlan(transaction, kind.id, slot, now);
  else {
    const volume = await recordVolume(plan, messages, state);
    const isCompared = floodGuard !== false && decision !== 'release';
    const excess = isCompared ? await findExcess(plan, volume, floodGuard, state) : undefined;
    if (excess !== undefined) return { excess, discarded };
  }
  if (state.heldSince !== undefined) await endHold(transaction, kind.id);
  return { discarded };
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
      await database.transaction(async (transaction) => {
        await endActivation(transaction, kind, now);
        await endHold(transaction, kind);
      });
    }
  }
}
