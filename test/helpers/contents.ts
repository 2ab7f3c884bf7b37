import { kinds } from '../../src/notifications/index.js';
import type { AbsencesContent } from '../../src/notifications/absences/content.js';
import { sampleFigures } from '../../src/notifications/sample-figures.js';
import { now } from './mails.js';

const one = { clientCount: 1, total: 1, more: 0 };

/** Contents of mails, such as an audit or a delivery, with these changes. */
export const audit = (changes: object, rest: object = one) => ({
  clients: [
    {
      client: { name: 'Żwirownia & Transport Łąccy', taxId: '7010416356' },
      audits: [
        {
          period: '2026-10',
          occurredAt: '2026-11-24T13:05:00Z',
          startedBy: 'Magdalena Wójcik',
          errors: 0,
          warnings: 0,
          reportUrl: null,
          findings: [],
          moreFindings: 0,
          ...changes,
        },
      ],
    },
  ],
  withErrors: 0,
  ...rest,
});
export const delivery = (changes: object, rest: object = one) => ({
  clients: [
    {
      client: { name: 'Firma', taxId: null },
      deliveries: [
        {
          period: null,
          occurredAt: '2026-11-24T12:30:00Z',
          deliveredOn: null,
          deliveredBy: null,
          receivedBy: null,
          kinds: null,
          count: null,
          remarks: null,
          ...changes,
        },
      ],
    },
  ],
  hasRemarks: false,
  ...rest,
});
export const activity = (clients: readonly string[], total: number, more = 0, items: readonly object[] = []) => ({
  clientCount: clients.length,
  clients: clients.map((name) => ({
    client: { name, taxId: null },
    total: 60,
    kinds: [{ activity: 'podpisanie UPL-1', count: 60 }],
    otherKinds: 0,
    days: items.length === 0 ? [] : [{ day: '2026-11-24', items }],
    more,
  })),
  total,
  moreClients: 0,
  from: '2026-11-24T08:00:00Z',
  until: '2026-11-24T12:00:00Z',
});
export const sample = kinds.absences.sample(now) as AbsencesContent;
export const countsOnly = (
  counts: Partial<Record<'absentToday' | 'later' | 'added' | 'changed' | 'removed' | 'upcoming', number>>,
) => ({
  ...sample,
  ...counts,
  absentToday: { count: counts.absentToday ?? 1, people: [], more: 0 },
  later: { count: counts.later ?? 0, people: [], more: 0 },
});
export const approvals = (kind: 'user-activity' | 'office-activity', count: number) => ({
  ...kinds[kind].sample(now),
  ...sampleFigures('2026-11-20', [0, 0, 0, 0, 0, 0, count], {
    day: [count, 0],
    week: [85, 85],
    month: [312, 400],
  }),
});
