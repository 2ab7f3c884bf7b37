import { addDays, weekStart } from '../../schedule/index.js';
import { dayCounts, periods } from '../approvals.js';
import type { OfficeActivityContent } from './content.js';

export function sampleOfficeActivity(now: Date): OfficeActivityContent {
  const referenceDay = addDays(weekStart(now.toISOString().slice(0, 10)), -3);
  return {
    referenceDay,
    recent: dayCounts(referenceDay, [3, 0, 38, 52, 31, 36, 27], [referenceDay]),
    ...periods(referenceDay),
    rows: [
      { user: 'Katarzyna Mazur', day: 22, earlier: [], week: 85, month: 312 },
      { user: 'Łukasz Wiśniewski', day: 0, earlier: [], week: 38, month: 190 },
      { user: 'Magdalena Wójcik', day: 5, earlier: [], week: 61, month: 1244 },
    ],
    more: null,
    total: { day: 27, earlier: [], week: 184, month: 1746 },
  };
}
