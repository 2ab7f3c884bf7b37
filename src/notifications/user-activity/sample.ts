import { addDays, weekStart } from '../../schedule/index.js';
import { sampleFigures } from '../sample-figures.js';
import type { UserActivityContent } from './content.js';

export function sampleUserActivity(now: Date): UserActivityContent {
  const lastFriday = addDays(weekStart(now.toISOString().slice(0, 10)), -3);
  const saturdayToFriday = [0, 0, 11, 25, 9, 18, 22];
  return sampleFigures(lastFriday, saturdayToFriday, { day: [22, 18], week: [85, 91], month: [312, 298] });
}
