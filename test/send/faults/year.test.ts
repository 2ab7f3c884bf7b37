import { afterEach, expect, test } from 'vitest';
import { everyCell, faultTable } from '../../helpers/fault-cell.js';
import { TestOffice } from '../../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../../helpers/smtp.js';

const day = 86_400_000;
const start = Date.parse('2026-01-01T06:00:00Z');
const table = faultTable('day', 'pages in use, as kB');

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  office.close();
  await peer.close();
});

test.runIf(everyCell)(
  'A year of daily mails grows the database by less than 5% from day 60 to day 365',
  async () => {
    peer = await startSmtp();
    office = new TestOffice(
      { 'audit-completed': true, 'user-activity': true },
      { mailbox: plainMailbox(peer.port), retention: '35 days' },
    );
    office.change('PRAGMA synchronous = OFF');
    const users = Array.from({ length: 5 }, (_, index) => office.user(`Osoba${index}`));
    const clients = users.map((user, index) => office.client(`Firma ${index}`, { client: [user] }));
    const sizes = new Map<number, number>();
    for (let today = 0; today <= 365; today += 1) {
      const now = start + today * day;
      office.inBulk(() => {
        for (const client of clients) office.audit(client, new Date(now - 3_600_000).toISOString());
        for (const user of users) office.approvals(user, new Date(now - 3_600_000).toISOString(), 1);
        // Keep 40 days of source rows, so that only the growth of the state tables is measured.
        for (const view of ['source_audits', 'source_invoice_approvals'])
          office.change(`DELETE FROM ${view} WHERE occurred_at < ?`, new Date(now - 40 * day).toISOString());
      });
      await office.run(new Date(now).toISOString());
      const [{ pages }] = office.rows<{ pages: number }>(
        'SELECT (SELECT page_count FROM pragma_page_count()) - (SELECT freelist_count FROM pragma_freelist_count()) AS pages',
      ) as [{ pages: number }];
      sizes.set(today, pages * 4);
      peer.received.length = 0;
    }
    for (const shown of [1, 30, 60, 120, 240, 365]) table.row(String(shown), String(sizes.get(shown)));
    expect(office.states()['sent']).toBeGreaterThan(200);
    expect(sizes.get(365)! / sizes.get(60)!).toBeLessThan(1.05);
  },
  1_200_000,
);
