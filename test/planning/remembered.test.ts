import { afterEach, expect, test } from 'vitest';
import { explain } from '../../src/inspect/explain.js';
import type { RunReport } from '../../src/run/report.js';
import { TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

test('The first run says what it remembered, also outside the schedule; --why does until the first mail', async () => {
  office = new TestOffice(
    { 'audit-completed': true, absences: { recipients: ['kadry@biuro.example'] } },
    { schedule: { every: '1 day', startAt: '12:00' } },
  );
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-23 08:00'));
  office.audit(client, winter('11-23 09:00'));
  office.absence('Ewa', '2027-01-04', '2027-01-08');
  const remembered = ({ kinds }: RunReport) => kinds.map(({ kind, remembered: count }) => [kind, count]);
  const all = [
    ['audit-completed', 2],
    ['absences', 1],
  ];
  const why = async (at: string) => (await explain(office.config, 'Anna', new Date(winter(at))))[0];
  expect(await why('11-24 09:00')).toMatchObject({ reason: 'nothing-new', remembered: 2 });
  expect(remembered(await office.dryRun(winter('11-24 09:00')))).toEqual(all);
  const first = await office.run(winter('11-24 09:00'));
  expect(first.kinds.map(({ due }) => due)).toEqual([false, false]);
  expect(remembered(first)).toEqual(all);
  const none = all.map(([kind]) => [kind, undefined]);
  expect(remembered(await office.dryRun(winter('11-24 09:01')))).toEqual(none);
  expect(remembered(await office.run(winter('11-24 12:00')))).toEqual(none);
  expect(await why('11-24 13:00')).toMatchObject({ reason: 'nothing-new', remembered: 2 });
  office.audit(client, winter('11-24 13:00'));
  expect((await why('11-24 14:00'))?.remembered).toBeUndefined();
  await office.run(winter('11-25 12:00'));
  expect((await why('11-25 13:00'))?.remembered).toBeUndefined();
});
