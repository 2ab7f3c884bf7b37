import type { KindConfig } from '../config/index.js';
import { localDay, type Day } from './local-time.js';
import { polishHolidays, previousWorkingDay } from './working-days.js';

/** The rules by which the configuration chooses a summary's day. */
export const referenceDayRules = ['auto', 'today', 'previous-working-day'] as const;
export type ReferenceDayRule = (typeof referenceDayRules)[number];

/**
 * The day a summary is about: today if its start time is 12:00 or later, else the previous working day. Without a
 * schedule there is no start time, and it is the previous working day, which is certainly over.
 * @param at now, or the slot of a summary that closed hours held back
 */
export async function referenceDay(
  {
    referenceDay: setting,
    schedule,
    daysOff,
  }: Pick<KindConfig, 'schedule' | 'daysOff'> & { readonly referenceDay: ReferenceDayRule },
  at: Date,
  zone: string,
): Promise<Day> {
  const today = localDay(at, zone);
  const isToday = setting === 'today' || (setting === 'auto' && schedule !== undefined && schedule.startAt >= '12:00');
  return isToday ? today : previousWorkingDay(today, await polishHolidays(daysOff));
}
