import { addDays, weekStart } from '../../schedule/index.js';
import { spans } from '../approvals.js';
import type { OfficeActivityContent } from './content.js';

export function sampleOfficeActivity(now: Date): OfficeActivityContent {
  const referenceDay = addDays(weekStart(now.toISOString().slice(0, 10)), -3);
  return {
    referenceDay,
    days: [referenceDay],
    ...spans(referenceDay),
    rows: [
      { user: 'Katarzyna Mazur', days: [22], week: 85, month: 312 },
      { user: 'Łukasz Wiśniewski', days: [0], week: 41, month: 190 },
      { user: 'Magdalena Wójcik', days: [5], week: 61, month: 244 },
    ],
    total: { days: [27], week: 187, month: 746 },
  };
}
