import type { DateTime } from 'luxon';
import type { Calendar } from './calendar.js';
import type { Random } from './random.js';

/** A moment between 07:30 and 16:30, the office's hours. */
export function duringWork(random: Random, day: DateTime): Date {
  return within(random, day.set({ hour: 7, minute: 30 }), 9 * 3_600);
}

/** A moment at which clients sit at the panel: mostly in office hours, else in the evening; on free days at any time. */
export function inPanel(random: Random, calendar: Calendar, day: DateTime): Date {
  if (!calendar.isWorkingDay(day)) return within(random, day.set({ hour: 9 }), 12 * 3_600);
  return random.chance(0.75) ? duringWork(random, day) : within(random, day.set({ hour: 17 }), 5 * 3_600);
}

function within(random: Random, start: DateTime, seconds: number): Date {
  return start.plus({ milliseconds: random.integer(0, seconds * 1_000 - 1) }).toJSDate();
}
