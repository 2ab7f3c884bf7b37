import { addDays } from '../../schedule/index.js';
import type { ClientActivityContent } from './content.js';

type Line = readonly [minutesBeforeEnd: number, activity: string, actor: string, subject: string];

const hrLines: readonly Line[] = [
  [410, 'dodanie nieobecności pracownika', 'Ewa Zielińska', 'Tomasz Lis, 3 dni'],
  [400, 'wysłanie dokumentu', 'Ewa Zielińska', 'Umowa o pracę – Anna Król.pdf'],
  [120, 'pobranie dokumentu', 'Marek Zieliński', 'Lista płac'],
];
const accountingLines: readonly Line[] = [
  [380, 'dodanie faktury sprzedaży', 'Ewa Zielińska', 'FS/118/11'],
  [300, 'wysłanie skanów faktur', 'Marek Zieliński', '14 skanów'],
  [60, 'pobranie dokumentu', 'Marek Zieliński', 'Deklaracja JPK_V7'],
];

export function sampleActivity(now: Date, department: 'hr' | 'accounting'): ClientActivityContent {
  const lines = department === 'hr' ? hrLines : accountingLines;
  // Yesterday's office hours, so that all events are of one day in the office's time zone.
  const day = addDays(now.toISOString().slice(0, 10), -1);
  const at = (minutes: number) => new Date(Date.parse(`${day}T14:00:00Z`) - minutes * 60_000).toISOString();
  return {
    clients: [
      {
        client: { name: 'Zieliński Meble na Wymiar', taxId: '6793108059' },
        total: lines.length,
        kinds: lines.map(([, activity]) => ({ activity, count: 1 })),
        otherKinds: 0,
        days: [
          {
            day,
            items: lines.map(([minutes, activity, actor, subject]) => ({ at: at(minutes), activity, actor, subject })),
          },
        ],
        more: 0,
      },
    ],
    total: lines.length,
    clientCount: 1,
    moreClients: 0,
    from: at(lines[0]![0]),
    until: at(lines.at(-1)![0]),
  };
}
