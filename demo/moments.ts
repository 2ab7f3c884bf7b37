import type { DateTime } from 'luxon';
import type { Calendar } from './calendar.js';
import type { Random } from './random.js';

/** A random moment in office hours, from 07:30 to 16:30. */
export function randomWorkMoment(random: Random, day: DateTime): Date {
  return randomMoment(random, day.set({ hour: 7, minute: 30 }), 9 * 3_600);
}

/** A random moment of panel use: mostly in office hours, otherwise in the evening. On days off from 09:00 to 21:00. */
export function randomPanelMoment(random: Random, calendar: Calendar, day: DateTime): Date {
  if (!calendar.isWorkingDay(day)) return randomMoment(random, day.set({ hour: 9 }), 12 * 3_600);
  return random.chance(0.75) ? randomWorkMoment(random, day) : randomMoment(random, day.set({ hour: 17 }), 5 * 3_600);
}

function randomMoment(random: Random, start: DateTime, seconds: number): Date {
  return new Date(start.toMillis() + random.integer(0, seconds * 1_000 - 1));
}
