import { addDays, type Day } from './local-time.js';

export type IsHoliday = (day: Day) => boolean;

/**
 * Returns a test for Polish public holidays and the office's own days off. Loading the library takes 115 ms, so call
 * this only if needed.
 */
export async function polishHolidays(daysOff: readonly Day[] = []): Promise<IsHoliday> {
  const { polishCalendar } = await import('./polish-calendar.js');
  const holidaysOf = polishCalendar();
  const years = new Map<string, Set<Day>>();
  return (day) => {
    const year = day.slice(0, 4);
    const known = years.get(year) ?? new Set(holidaysOf(Number(year)));
    years.set(year, known);
    return known.has(day) || daysOff.includes(day);
  };
}

export function isWorkingDay(day: Day, isHoliday: IsHoliday): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isHoliday(day);
}

export function previousWorkingDay(day: Day, isHoliday: IsHoliday): Day {
  let previous = addDays(day, -1);
  while (!isWorkingDay(previous, isHoliday)) previous = addDays(previous, -1);
  return previous;
}
