import type { AuditContent } from './content.js';

export function sampleAudits(now: Date): AuditContent {
  const at = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const period = now.toISOString().slice(0, 7);
  return {
    clients: [
      {
        client: { name: 'Piekarnia „Pod Kłosem” Kowalczyk i Syn sp.j.', taxId: '5260250274' },
        audits: [
          {
            period,
            occurredAt: at(35),
            startedBy: 'Magdalena Wójcik',
            errors: 3,
            warnings: 12,
            reportUrl: 'https://biuro.mobevo.pl/audyt/1841',
            findings: [
              { code: 'VAT-014', title: 'Faktura bez numeru NIP nabywcy', severity: 'error', count: 2 },
              { code: 'KPIR-003', title: 'Koszt zaksięgowany po dacie zamknięcia okresu', severity: 'error', count: 1 },
              { code: 'JPK-021', title: 'Brak oznaczenia GTU', severity: 'warning', count: 9 },
            ],
            moreFindings: 2,
          },
        ],
      },
      {
        client: { name: 'Żwirownia & Transport Łąccy', taxId: '7010416356' },
        audits: [
          {
            period,
            occurredAt: at(95),
            startedBy: null,
            errors: 0,
            warnings: 0,
            reportUrl: null,
            findings: [],
            moreFindings: 0,
          },
        ],
      },
    ],
    clientCount: 2,
    total: 2,
    withErrors: 1,
    uncounted: 0,
    more: 0,
  };
}
