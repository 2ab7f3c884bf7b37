import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** An office in which 60 events of this time wait for a guardian. */
async function officeWithWaiting(time: string): Promise<number[]> {
  office = new TestOffice({ 'audit-completed': true });
  await office.run(winter('11-20 09:00'));
  const clients = Array.from({ length: 60 }, (_, index) => office.client(`Firma ${index}`));
  office.inBulk(() => {
    for (const client of clients) office.audit(client, winter(time));
  });
  await office.run(winter('11-24 09:00'));
  expect(office.rows("SELECT COUNT(*) AS count FROM planned_events WHERE state = 'waiting'")).toEqual([{ count: 60 }]);
  return clients;
}

test.each(['11-21 08:00', '11-24 08:00'])(
  'Events of %s that still wait do not make up for old events that look new',
  async (time) => {
    await officeWithWaiting(time);
    office.inBulk(() => {
      for (let index = 0; index < 120; index += 1) {
        const client = office.client(`Stara ${index}`, { client: [office.user(`Osoba${index}`)] });
        office.audit(client, winter('11-22 08:00'));
      }
    });
    const { exitCode, errors } = await office.run(winter('11-24 10:00'));
    expect({ exitCode, errors }).toMatchObject({ exitCode: 1, errors: [{ code: 'PLAN_HELD', args: { count: 120 } }] });
  },
);

test('Old events that have waited are mailed once they have guardians', async () => {
  const clients = await officeWithWaiting('11-21 08:00');
  office.inBulk(() => {
    for (const client of clients) {
      const user = office.user(`Osoba${client}`);
      office.insert('source_guardians', { client_id: client, user_id: user, role: 'client' });
    }
  });
  expect(await office.run(winter('11-24 10:00'))).toMatchObject({ exitCode: 0, kinds: [{ planned: 60, sent: 60 }] });
});
