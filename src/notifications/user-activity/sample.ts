import { addDays, weekStart } from '../../schedule/index.js';
import { spans } from '../approvals.js';
import type { UserActivityContent } from './content.js';

export function sampleUserActivity(now: Date): UserActivityContent {
  const referenceDay = addDays(weekStart(now.toISOString().slice(0, 10)), -3);
  const { week, month } = spans(referenceDay);
  return {
    referenceDay,
    days: [{ day: referenceDay, count: 22 }],
    week: { ...week, count: 85 },
    month: { ...month, count: 312 },
  };
}
