import type { KindConfig } from '../config/index.js';
import type { KindState } from '../outbox/index.js';
import { currentSlot } from '../schedule/index.js';

const day = 86_400_000;

/** A slot of its own for this moment, one millisecond after the last at the least. */
export function freshSlot({ lastSlot }: KindState, now: Date): Date {
  return new Date(Math.max(now.getTime(), (lastSlot?.getTime() ?? 0) + 1));
}

/** The slot a kind is due for, if it is. Without a schedule each invocation is one. */
export function dueSlot({ schedule }: KindConfig, state: KindState, now: Date, zone: string): Date | undefined {
  if (schedule === undefined) return freshSlot(state, now);
  const { lastSlot } = state;
  const slot = currentSlot(schedule, now, zone);
  // A clock that was wrong once must not silence a kind until that time comes; the slots up to then may be taken.
  if (slot !== undefined && lastSlot !== undefined && lastSlot > now) return now;
  return slot !== undefined && (lastSlot === undefined || lastSlot < slot) ? slot : undefined;
}

/**
 * Where the window of events begins: `lookback` ago, or a day before the last planned slot when that is
 * longer ago, so that an outage loses nothing; never before what the kind's activation covers.
 */
export function windowStart({ lookback }: KindConfig, { lastSlot, coversFrom }: Required<Pick<KindState, 'coversFrom'>> & KindState, now: Date): Date {
  const start = Math.min(now.getTime() - lookback, (lastSlot?.getTime() ?? Number.POSITIVE_INFINITY) - day);
  return new Date(Math.max(start, coversFrom.getTime()));
}
