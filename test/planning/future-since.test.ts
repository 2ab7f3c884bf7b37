import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

test('A since in the future mails nothing until it comes, then what is newer only, also without the setting', async () => {
  const recipients = ['szef@biuro.example'];
  const kinds = (since?: string) => ({
    'audit-completed': { since },
    absences: { since, recipients },
    'office-activity': { since, recipients },
  });
  office = new TestOffice(kinds(winter('11-26 00:00')));
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna] });
  office.absence('Jan', '2026-11-27', '2026-12-04');
  for (const day of ['11-24', '11-25']) {
    office.audit(client, winter(`${day} 08:00`), { period: day });
    office.approvals(anna, winter(`${day} 08:00`), 2);
    expect(await office.runAndRead(winter(`${day} 09:00`))).toEqual([]);
  }
  expect(office.rows('SELECT kind FROM activations')).toEqual([]);
  office.audit(client, winter('11-26 08:00'), { period: '11-26' });
  const periodsAt = async (time: string) => {
    const mails = await office.runAndRead(time);
    const audits = mails.filter(({ kind }) => kind === 'audit-completed').map(({ text }) => text);
    return audits.map((text) => text.match(/11-2[4-7]/g));
  };
  expect(await periodsAt(winter('11-26 09:00'))).toEqual([['11-26']]);
  office.notify(kinds());
  office.audit(client, winter('11-27 08:00'), { period: '11-27' });
  expect(await periodsAt(winter('11-27 09:00'))).toEqual([['11-27']]);
});

test('A since that is added later closes nothing', async () => {
  office = new TestOffice({ 'audit-completed': true });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-24 07:00'));
  office.audit(client, winter('11-24 08:00'));
  office.notify({ 'audit-completed': { since: winter('11-25 00:00') } });
  expect(await office.runAndRead(winter('11-25 09:00'))).toHaveLength(1);
});
