import { kinds } from '../../src/notifications/index.js';
import type { AbsencesContent } from '../../src/notifications/absences/content.js';
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
  ...rest,
});
export const activity = (clients: readonly string[], total: number, more = 0, items: readonly object[] = []) => ({
  clientCount: clients.length,
  clients: clients.map((name) => ({
    client: { name, taxId: null },
    total: 60,
    kinds: [{ activity: 'podpisanie UPL-1', count: 60 }],
    items,
  })),
  total,
  more,
  from: '2026-11-24T08:00:00Z',
  until: '2026-11-24T12:00:00Z',
});
export const sample = kinds.absences.sample(now) as AbsencesContent;
export const countsOnly = (
  counts: Partial<Record<'absentToday' | 'added' | 'changed' | 'removed' | 'upcoming', number>>,
) => ({
  ...sample,
  ...Object.fromEntries(Object.entries(counts).map(([list, count]) => [list, { count, lines: [], more: 0 }])),
});
export const approvals = (kind: 'user-activity' | 'office-activity', count: number) => ({
  ...kinds[kind].sample(now),
  ...(kind === 'user-activity'
    ? { days: [{ day: '2026-11-20', count, isNew: true }] }
    : { total: { day: count, earlier: [], week: 0, month: 0 } }),
});
