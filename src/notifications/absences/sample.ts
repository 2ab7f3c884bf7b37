import { addDays, daysBetween, weekStart, type Day } from '../../schedule/index.js';
import type { Absence, AbsencesContent } from './content.js';

const isWeekday = (day: Day) => new Date(day).getUTCDay() % 6 !== 0;

export function sampleAbsences(now: Date): AbsencesContent {
  const today = now.toISOString().slice(0, 10);
  const monday = addDays(weekStart(today), 7);
  const usual = { type: null, mark: null, workingDays: 1, returns: null, previousDates: null, previousType: null };
  const krol: Absence = {
    ...usual,
    from: addDays(today, -1),
    until: addDays(monday, -1),
    mark: 'changed',
    workingDays: daysBetween(addDays(today, -1), addDays(monday, -1)).filter(isWeekday).length,
    returns: monday,
    previousDates: { from: addDays(today, -1), until: today },
  };
  const lis: Absence = {
    ...usual,
    type: 'Urlop wypoczynkowy',
    from: monday,
    until: addDays(monday, 4),
    mark: 'added',
    workingDays: 5,
    returns: addDays(monday, 7),
  };
  const dudek: Absence = {
    ...usual,
    type: 'Urlop na żądanie',
    from: addDays(today, 1),
    until: addDays(today, 1),
    mark: 'removed',
    workingDays: null,
  };
  const later = [
    { person: 'Zofia Dudek', client: null, absences: [dudek] },
    { person: 'Tomasz Lis', client: 'Zieliński Meble na Wymiar', absences: [lis] },
  ];
  return {
    today,
    isFirst: false,
    absentToday: { count: 1, people: [{ person: 'Anna Król', client: null, absences: [krol] }], more: 0 },
    later: { count: 2, people: later, more: 0 },
    added: 1,
    changed: 1,
    removed: 1,
    upcoming: 1,
  };
}
