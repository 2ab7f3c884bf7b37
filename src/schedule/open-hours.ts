import type { KindConfig } from '../config/index.js';
import { addDays, daysBetween, localDay, localTime, startOf, type Day } from './local-time.js';
import { isWorkingDay, polishHolidays } from './working-days.js';

export type ClosedReason = 'day-off' | 'quiet-hours';

/** The hours in which mails of a kind may be sent. */
export interface OpenHours {
  /** Returns why the hours are closed at this time, undefined if they are open. */
  closed(at: Date): ClosedReason | undefined;
  /** Returns the open milliseconds between two points in time. */
  openTime(from: Date, until: Date): number;
}

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

  return {
    closed: (at) => {
      if (isHoliday !== undefined && isOff(localDay(at, zone))) return 'day-off';
      if (quietHours === undefined) return undefined;
      const time = localTime(at, zone);
      const { from, until } = quietHours;
      const isQuiet = from < until ? time >= from && time < until : time >= from || time < until;
      return isQuiet ? 'quiet-hours' : undefined;
    },
    openTime: (from, until) =>
      daysBetween(localDay(from, zone), localDay(until, zone))
        .filter((day) => !isOff(day))
        .flatMap(openPeriods)
        .reduce(
          (sum, [start, end]) =>
            sum + Math.max(0, Math.min(end.getTime(), until.getTime()) - Math.max(start.getTime(), from.getTime())),
          0,
        ),
  };
}
