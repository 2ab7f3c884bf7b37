import { addDays, weekStart } from '../../schedule/index.js';
import { dayCounts, periods } from '../approvals.js';
import type { UserActivityContent } from './content.js';

export function sampleUserActivity(now: Date): UserActivityContent {
  const referenceDay = addDays(weekStart(now.toISOString().slice(0, 10)), -3);
  const { week, month } = periods(referenceDay);
  return {
    referenceDay,
    days: dayCounts(referenceDay, [0, 0, 11, 25, 9, 18, 22], [referenceDay]),
    week: { ...week, count: 85 },
    month: { ...month, count: 312 },
  };
}
