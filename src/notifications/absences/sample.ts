import { addDays } from '../../schedule/index.js';
import type { AbsenceLine, AbsenceList, AbsencesContent } from './content.js';

export function sampleAbsences(now: Date): AbsencesContent {
  const today = now.toISOString().slice(0, 10);
  const lis = {
    person: 'Tomasz Lis',
    client: 'Zieliński Meble na Wymiar',
    type: 'Urlop wypoczynkowy',
    from: addDays(today, 3),
    until: addDays(today, 7),
    previous: null,
  };
  const krol = {
    person: 'Anna Król',
    client: null,
    type: null,
    from: addDays(today, -1),
    until: addDays(today, 2),
    previous: null,
  };
  const dudek = {
    person: 'Zofia Dudek',
    client: null,
    type: 'Urlop na żądanie',
    from: addDays(today, 1),
    until: addDays(today, 1),
    previous: null,
  };
  return {
    today,
    horizon: addDays(today, 7),
    absentToday: list(krol),
    added: list(lis),
    changed: list({ ...krol, previous: { from: krol.from, until: today } }),
    removed: list(dudek),
    upcoming: list(lis),
  };
}

function list(...lines: readonly AbsenceLine[]): AbsenceList {
  return { count: lines.length, lines, more: 0 };
}
