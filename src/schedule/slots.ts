import type { Schedule } from '../config/index.js';
import { addDays, localDay, startOf } from './local-time.js';
import type { OpenHours } from './open-hours.js';

const day = 86_400_000;

/**
 * Returns the last slot at or before `now`: `startAt + k × every`, within the local day. Steps are elapsed time, so a
 * clock change neither repeats nor skips a slot. An `every` of one day means once a day.
 * @returns undefined between midnight and `startAt`
 */
export function currentSlot({ every, startAt }: Schedule, now: Date, zone: string): Date | undefined {
  const start = startOf(localDay(now, zone), zone, startAt);
  const elapsed = now.getTime() - start.getTime();
  if (elapsed < 0) return undefined;
  const steps = every >= day ? 0 : Math.floor(elapsed / every);
  return new Date(start.getTime() + steps * every);
}

/** Returns the first slot, or midnight, after this time: a kind can become due at no other time in open hours. */
export function nextSlotOrMidnight(schedule: Schedule, at: Date, zone: string): Date {
  const midnight = startOf(addDays(localDay(at, zone), 1), zone);
  const current = currentSlot(schedule, at, zone);
  const next =
    current === undefined
      ? startOf(localDay(at, zone), zone, schedule.startAt)
      : new Date(current.getTime() + schedule.every);
  return next < midnight ? next : midnight;
}

/**
 * Returns yesterday's last slot if it fell into closed hours and today's first slot does too. If today's first slot is
 * open, it covers the events of the postponed slot.
 */
export function postponedSlot(schedule: Schedule, hours: OpenHours, now: Date, zone: string): Date | undefined {
  const midnight = startOf(localDay(now, zone), zone);
  const first = startOf(localDay(now, zone), zone, schedule.startAt);
  const last = currentSlot(schedule, new Date(midnight.getTime() - 1), zone);
  return hours.closed(first) !== undefined && last !== undefined && hours.closed(last) !== undefined ? last : undefined;
}
