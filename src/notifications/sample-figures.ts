import { addDays, monthStart, weekStart, type Day } from '../schedule/index.js';
import type { Figure, Figures } from './figures.js';
import { listedDays, sameDayOfPreviousMonth, type PeriodName } from './summary-spans.js';

/**
 * Made-up figures for `preview --sample`.
 * @param days counts of the seven days that end with the reference day
 * @param counts of each period, and of the same span before
 */
export function sampleFigures(
  referenceDay: Day,
  days: readonly number[],
  counts: Readonly<Record<PeriodName, readonly [count: number, before: number]>>,
): Figures {
  const week = weekStart(referenceDay);
  const month = monthStart(referenceDay);
  const previousMonth = monthStart(addDays(month, -1));
  const figure = (name: PeriodName, from: Day, before: { from: Day; until: Day }): Figure => {
    const [count, earlier] = counts[name];
    return {
      from,
      until: referenceDay,
      count,
      isWhole: name === 'day',
      before: { ...before, count: earlier },
      more: Math.max(0, count - earlier),
      fewer: Math.max(0, earlier - count),
    };
  };
  const weekAgo = addDays(referenceDay, -7);
  return {
    referenceDay,
    asOf: null,
    day: figure('day', referenceDay, { from: weekAgo, until: weekAgo }),
    week: figure('week', week, { from: addDays(week, -7), until: weekAgo }),
    month: figure('month', month, {
      from: previousMonth,
      until: sameDayOfPreviousMonth(referenceDay),
    }),
    days: days.map((count, index) => ({
      day: addDays(referenceDay, index + 1 - listedDays),
      count,
      isNew: index === days.length - 1,
      grown: 0,
    })),
    closed: [],
  };
}
