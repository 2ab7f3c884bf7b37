import { addDays, weekStart } from '../../schedule/index.js';
import { sampleFigures } from '../sample-figures.js';
import type { OfficeActivityContent } from './content.js';

export function sampleOfficeActivity(now: Date): OfficeActivityContent {
  const referenceDay = addDays(weekStart(now.toISOString().slice(0, 10)), -3);
  return {
    ...sampleFigures(referenceDay, [3, 0, 38, 52, 31, 36, 27], {
      day: [27, 31],
      week: [184, 170],
      month: [1746, 1746],
    }),
    rows: [
      { user: 'Katarzyna Mazur', day: 22, earlier: [], week: 85, month: 312 },
      { user: 'Magdalena Wójcik', day: 5, earlier: [], week: 61, month: 1244 },
      { user: 'Łukasz Wiśniewski', day: 0, earlier: [], week: 38, month: 190 },
    ],
    more: null,
    total: { day: 27, week: 184, month: 1746 },
    idle: { names: ['Ewa Kowal', 'Piotr Zając'], more: 0 },
  };
}
