import type { KindConfig, KindId } from '../config/index.js';
import type { KindState } from '../outbox/index.js';
import { currentSlot, postponedSlot, nextSlotOrMidnight, type OpenHours } from '../schedule/index.js';

const day = 86_400_000;

/** True if a kind that was never on has a `since` that has not come yet. Nothing of it is recorded or planned then. */
export function awaitsSince({ since }: KindConfig, { trackedSince, wasEnabled }: KindState, now: Date): boolean {
  return since !== undefined && trackedSince === undefined && wasEnabled !== true && Date.parse(since) > now.getTime();
}

/** A slot for this moment, at least one millisecond after the last one. */
export function adHocSlot({ lastSlot }: KindState, now: Date): Date {
  return new Date(Math.max(now.getTime(), (lastSlot?.getTime() ?? 0) + 1));
}

/**
 * The slot for which a kind is due, or undefined if it is not due or its hours are closed. Without a schedule, a kind
 * is due in every run.
 */
export function dueSlot(
  { schedule }: KindConfig,
  hours: OpenHours,
  state: KindState,
  now: Date,
  zone: string,
): Date | undefined {
  if (hours.closed(now) !== undefined) return undefined;
  if (schedule === undefined) return adHocSlot(state, now);
  const { lastSlot } = state;
  const slot = currentSlot(schedule, now, zone) ?? postponedSlot(schedule, hours, now, zone);
  // If the clock was ahead once, the last slot is in the future. The kind must not wait until then.
  if (slot !== undefined && lastSlot !== undefined && lastSlot > now) return now;
  return slot !== undefined && (lastSlot === undefined || lastSlot < slot) ? slot : undefined;
}

/** When the kind is due next, or undefined if it is not within two weeks, longer than any holidays. */
export function nextDueTime(
  kind: KindConfig,
  hours: OpenHours,
  state: KindState,
  now: Date,
  zone: string,
): Date | undefined {
  const first = awaitsSince(kind, state, now) ? new Date(kind.since!) : now;
  for (let at = hours.nextOpen(first); at !== undefined && at.getTime() < now.getTime() + 14 * day;) {
    if (dueSlot(kind, hours, state, at, zone) !== undefined) return at;
    // Without a schedule, a kind is due whenever its hours are open.
    at = hours.nextOpen(nextSlotOrMidnight(kind.schedule!, at, zone));
  }
  return undefined;
}

/**
 * The start of the event window: `lookback` ago, or a day before the last planned slot if that is earlier, so that no
 * event is lost in an outage. Before the first slot it is `trackedSince`, and never earlier.
 */
export function windowStart(
  { lookback }: KindConfig,
  { lastSlot, trackedSince }: Required<Pick<KindState, 'trackedSince'>> & KindState,
  now: Date,
): Date {
  if (lastSlot === undefined) return trackedSince;
  const start = Math.min(now.getTime() - lookback, lastSlot.getTime() - day);
  return new Date(Math.max(start, trackedSince.getTime()));
}

/** The start of each kind's event window in a run now. */
export function windowStarts(
  kinds: readonly KindConfig[],
  states: ReadonlyMap<KindId, KindState>,
  now: Date,
): Map<KindConfig, Date> {
  return new Map(
    kinds.map((kind) => {
      const { trackedSince = new Date(now.getTime() - kind.lookback), ...state } = states.get(kind.id) ?? {};
      return [kind, windowStart(kind, { ...state, trackedSince }, now)];
    }),
  );
}
