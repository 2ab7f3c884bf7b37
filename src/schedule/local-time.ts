import { DateTime } from 'luxon';

/** A calendar day in the office's time zone, `YYYY-MM-DD`. */
export type Day = string;

/** The calendar day of a point in time. */
export function localDay(instant: Date, zone: string): Day {
  return DateTime.fromJSDate(instant, { zone }).toISODate()!;
}

/** The time of day, `HH:MM`. */
export function localTime(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm');
}

/** The instant at which a day, or a time of that day, begins; the first one if a clock change repeats the hour. */
export function startOf(day: Day, zone: string, time = '00:00'): Date {
  const wall = DateTime.fromISO(`${day}T${time}`, { zone });
  return wall.getPossibleOffsets()[0]!.toJSDate();
}

export function addDays(day: Day, count: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days: count }).toISODate()!;
}

/** Monday of the week. */
export function weekStart(day: Day): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).startOf('week').toISODate()!;
}

export function monthStart(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** All days from the first to the last, both included. */
export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  // The day after 9999-12-31 has more digits, and sorts before it.
  for (let day = first; day <= last && day.length === first.length; day = addDays(day, 1)) days.push(day);
  return days;
}
