import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

// A plan that was discarded leaves messages, and no row in planned_slots.
test.each([
  ['used', 'planned_slots', "kind = 'nothing'"],
  ['used for a plan that was discarded', 'planned_slots', "kind LIKE '%'"],
  ['used, and whose messages were pruned,', 'messages', "kind LIKE '%'"],
])('A slot that a wrong clock has %s is not used again: its mails go out on the right day', async (_, table, gone) => {
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') }, 'user-activity': true },
    { schedule: { every: '1 day', startAt: '06:00' } },
  );
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna] });
  const addActivity = (time: string) => {
    office.audit(client, winter(time));
    office.approvals(anna, winter(time), 2);
  };
  addActivity('11-24 05:00');
  expect(await office.runAndRead(winter('11-25 06:00'))).toHaveLength(2);
  if (table === 'messages') office.change('DELETE FROM message_events');
  office.change(`DELETE FROM ${table} WHERE ${gone}`);
  await office.run(winter('11-24 10:00'));
  addActivity('11-24 12:00');
  const report = await office.run(winter('11-25 06:00'));
  expect(report).toMatchObject({ exitCode: 0, errors: [] });
  expect((await office.newMails()).map(({ kind }) => kind)).toContain('audit-completed');
  expect((await office.run(winter('11-25 06:05'))).kinds).toMatchObject([{ due: false }, { due: false }]);
});
