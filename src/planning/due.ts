import type { KindConfig } from '../config/index.js';
import type { KindState } from '../outbox/index.js';
import { currentSlot, heldSlot, type OpenHours } from '../schedule/index.js';

const minute = 60_000;
const day = 86_400_000;

/** A slot of its own for this moment, one millisecond after the last at the least. */
export function adHocSlot({ lastSlot }: KindState, now: Date): Date {
  return new Date(Math.max(now.getTime(), (lastSlot?.getTime() ?? 0) + 1));
}

/** The slot a kind is due for, if it is; none while its hours are closed. Without a schedule each invocation is one. */
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
  const slot = currentSlot(schedule, now, zone) ?? heldSlot(schedule, hours, now, zone);
  // A clock that was wrong once must not silence a kind until that time comes; the slots up to then may be taken.
  if (slot !== undefined && lastSlot !== undefined && lastSlot > now) return now;
  return slot !== undefined && (lastSlot === undefined || lastSlot < slot) ? slot : undefined;
}

/** The first time, to the minute, from which on the kind is due; none within the two weeks that any holidays end in. */
export function dueFrom(
  kind: KindConfig,
  hours: OpenHours,
  state: KindState,
  now: Date,
  zone: string,
): Date | undefined {
  return firstMinute(now, (at) => dueSlot(kind, hours, state, at, zone) !== undefined);
}

/** The first time, to the minute, at which the hours are open, within the same two weeks. */
export function openFrom(hours: OpenHours, now: Date): Date | undefined {
  return firstMinute(now, (at) => hours.closed(at) === undefined);
}

function firstMinute(now: Date, fits: (at: Date) => boolean): Date | undefined {
  if (fits(now)) return now;
  const next = Math.floor(now.getTime() / minute) * minute + minute;
  for (let at = next; at < now.getTime() + 14 * day; at += minute) if (fits(new Date(at))) return new Date(at);
  return undefined;
}

/**
 * Where the window of events begins: `lookback` ago, or a day before the last planned slot when that is
 * longer ago, so that an outage loses nothing; never before what the kind's activation covers.
 */
export function windowStart(
  { lookback }: KindConfig,
  { lastSlot, trackedSince }: Required<Pick<KindState, 'trackedSince'>> & KindState,
  now: Date,
): Date {
  const start = Math.min(now.getTime() - lookback, (lastSlot?.getTime() ?? Number.POSITIVE_INFINITY) - day);
  return new Date(Math.max(start, trackedSince.getTime()));
}
