import type { KindConfig } from '../config/index.js';
import { addDays, daysBetween, localDay, localTime, startOf, type Day } from './local-time.js';
import { isWorkingDay, polishHolidays } from './working-days.js';

export type ClosedReason = 'day-off' | 'quiet-hours';

/** The hours in which mails of a kind may be sent. */
export interface OpenHours {
  /** Returns why the hours are closed at this time, undefined if they are open. */
  closed(at: Date): ClosedReason | undefined;
  /** Returns the open milliseconds between two points in time, of at most the last 400 days. */
  openTime(from: Date, until: Date): number;
  /** Returns this time if the hours are open, otherwise when they open; undefined if not within two weeks. */
  nextOpen(at: Date): Date | undefined;
}

/** Longer than messages are tried or kept: a time of SQL Server's first year must not cost a walk through history. */
const longestMs = 400 * 86_400_000;
/** Longer than any holidays. */
const maxClosedDays = 14;

type Rules = Pick<KindConfig, 'workingDaysOnly' | 'daysOff' | 'quietHours'>;

/** Returns the hours that `workingDaysOnly` and `quietHours` leave open. Holidays are loaded only if needed. */
export async function openHours({ workingDaysOnly, daysOff, quietHours }: Rules, zone: string): Promise<OpenHours> {
  const isHoliday = workingDaysOnly ? await polishHolidays(daysOff) : undefined;
  const isOff = (day: Day) => isHoliday !== undefined && !isWorkingDay(day, isHoliday);

  /** The parts of a day outside quiet hours. */
  const openPeriods = (day: Day): [Date, Date][] => {
    const [start, end] = [startOf(day, zone), startOf(addDays(day, 1), zone)];
    if (quietHours === undefined) return [[start, end]];
    const [from, until] = [startOf(day, zone, quietHours.from), startOf(day, zone, quietHours.until)];
    return from < until
      ? [
          [start, from],
          [until, end],
        ]
      : [[until, from]];
  };

  const closed = (at: Date): ClosedReason | undefined => {
    if (isHoliday !== undefined && isOff(localDay(at, zone))) return 'day-off';
    if (quietHours === undefined) return undefined;
    const time = localTime(at, zone);
    const { from, until } = quietHours;
    const isQuiet = from < until ? time >= from && time < until : time >= from || time < until;
    return isQuiet ? 'quiet-hours' : undefined;
  };

  return {
    closed,
    openTime: (from, until) => {
      const earliest = Math.max(from.getTime(), until.getTime() - longestMs);
      return daysBetween(localDay(new Date(earliest), zone), localDay(until, zone))
        .filter((day) => !isOff(day))
        .flatMap(openPeriods)
        .reduce(
          (sum, [start, end]) =>
            sum + Math.max(0, Math.min(end.getTime(), until.getTime()) - Math.max(start.getTime(), earliest)),
          0,
        );
    },
    nextOpen: (at) => {
      if (closed(at) === undefined) return at;
      const today = localDay(at, zone);
      for (const day of daysBetween(today, addDays(today, maxClosedDays))) {
        const next = isOff(day) ? undefined : openPeriods(day).find(([start, end]) => start > at && start < end);
        if (next !== undefined) return next[0];
      }
      return undefined;
    },
  };
}
