import type { KindConfig } from '../config/index.js';
import { addDays, daysBetween, localDay, localTime, startOf, type Day } from './local-time.js';
import { isWorkingDay, polishHolidays } from './working-days.js';

export type ClosedReason = 'day-off' | 'quiet-hours';

/** When mails of a kind may go out. */
export interface OpenHours {
  /** @returns why none may at this time, undefined when they may */
  closed(at: Date): ClosedReason | undefined;
  /** @returns milliseconds between two points in time in which they may */
  openTime(from: Date, until: Date): number;
}

type Rules = Pick<KindConfig, 'workingDaysOnly' | 'daysOff' | 'quietHours'>;

/** The hours that `workingDaysOnly` and `quietHours` leave; holidays are loaded only for the former. */
export async function openHours({ workingDaysOnly, daysOff, quietHours }: Rules, zone: string): Promise<OpenHours> {
  const isHoliday = workingDaysOnly ? await polishHolidays(daysOff) : undefined;
  const isOff = (day: Day) => isHoliday !== undefined && !isWorkingDay(day, isHoliday);

  /** What quiet hours leave of a day. */
  const openSpans = (day: Day): [Date, Date][] => {
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

  return {
    closed: (at) => {
      if (isOff(localDay(at, zone))) return 'day-off';
      if (quietHours === undefined) return undefined;
      const time = localTime(at, zone);
      const { from, until } = quietHours;
      const isQuiet = from < until ? time >= from && time < until : time >= from || time < until;
      return isQuiet ? 'quiet-hours' : undefined;
    },
    openTime: (from, until) =>
      daysBetween(localDay(from, zone), localDay(until, zone))
        .filter((day) => !isOff(day))
        .flatMap(openSpans)
        .reduce(
          (sum, [start, end]) =>
            sum + Math.max(0, Math.min(end.getTime(), until.getTime()) - Math.max(start.getTime(), from.getTime())),
          0,
        ),
  };
}
