import { addDays } from '../../schedule/index.js';
import type { AbsencesContent } from './content.js';

export function sampleAbsences(now: Date): AbsencesContent {
  const today = now.toISOString().slice(0, 10);
  const lis = { person: 'Tomasz Lis', client: 'Zieliński Meble na Wymiar', type: 'Urlop wypoczynkowy', from: addDays(today, 3), until: addDays(today, 7) };
  const krol = { person: 'Anna Król', client: null, type: null, from: addDays(today, -1), until: addDays(today, 2) };
  const dudek = { person: 'Zofia Dudek', client: null, type: 'Urlop na żądanie', from: addDays(today, 1), until: addDays(today, 1) };
  return {
    today,
    horizon: addDays(today, 7),
    changes: [
      { ...lis, change: 'added', previous: null },
      { ...krol, change: 'changed', previous: { from: krol.from, until: today } },
      { ...dudek, change: 'removed', previous: null },
    ],
    absentToday: [krol],
    upcoming: [lis],
    counts: { added: 1, changed: 1, removed: 1, absentToday: 1, upcoming: 1 },
  };
}
