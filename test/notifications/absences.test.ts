import { afterEach, expect, test } from 'vitest';
import { onSqlServer, TestOffice, winter, type SentMail } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const recipients = ['szef@biuro.example'];

async function enabledOffice(settings: Record<string, unknown> = {}): Promise<void> {
  office = new TestOffice({ absences: { recipients, ...settings } });
  office.absence('Dawno Znana', '2026-12-02', '2026-12-03');
  expect(await office.runAndRead(winter('11-24 07:00'))).toEqual([]);
}

async function only(now: string): Promise<SentMail> {
  const mails = await office.runAndRead(now);
  expect(mails).toHaveLength(1);
  return mails[0]!;
}

test('An added, moved and deleted absence is mailed once each', async () => {
  await enabledOffice();
  const id = office.absence('Tomasz Lis', '2026-12-07', '2026-12-09');
  const added = await only(winter('11-24 08:00'));
  expect(added.text).toContain('Tomasz Lis');
  expect(added.text).toContain('pon. 7 – śr. 9.12');
  expect(added.text).not.toContain('Dawno Znana');
  expect(await office.runAndRead(winter('11-24 08:01'))).toEqual([]);

  office.change(
    'UPDATE source_absences SET date_from = ?, date_to = ? WHERE absence_id = ?',
    '2026-12-14',
    '2026-12-16',
    id,
  );
  const moved = await only(winter('11-24 09:00'));
  expect(moved.text).toContain('pon. 14 – śr. 16.12');
  expect(moved.text).toContain('pon. 7 – śr. 9.12');
  expect(await office.runAndRead(winter('11-24 09:01'))).toEqual([]);

  office.change('DELETE FROM source_absences WHERE absence_id = ?', id);
  const deleted = await only(winter('11-24 10:00'));
  expect(deleted.text).toContain('Tomasz Lis');
  expect(await office.runAndRead(winter('11-24 10:01'))).toEqual([]);
});

test('An absence that has ended is not a change, whether the source keeps it or not', async () => {
  await enabledOffice();
  const kept = office.absence('Zostaje', '2026-11-25', '2026-11-26');
  const dropped = office.absence('Znika', '2026-11-25', '2026-11-26');
  await only(winter('11-24 08:00'));
  await office.runAndRead(winter('11-25 08:00'));
  await office.runAndRead(winter('11-26 08:00'));
  office.change('DELETE FROM source_absences WHERE absence_id = ?', dropped);
  expect(await office.runAndRead(winter('11-27 08:00'))).toEqual([]);
  office.change('DELETE FROM source_absences WHERE absence_id = ?', kept);
  expect(await office.runAndRead(winter('12-20 08:00'))).toEqual([]);
});

test("Today's absences are mailed once per local day, with upcoming ones and any changes", async () => {
  await enabledOffice();
  office.absence('Anna Król', '2026-11-25', '2026-11-26', { registered_at: '2026-11-24T07:30:00.000Z' });
  await only(winter('11-24 08:00'));
  const wednesday = await only(winter('11-25 06:00'));
  expect(wednesday.text).toContain('Anna Król');
  expect(wednesday.text).toContain('Dawno Znana');
  expect(await office.runAndRead(winter('11-25 12:00'))).toEqual([]);
  office.absence('Nowa', '2026-11-27', '2026-11-27');
  const change = await only(winter('11-25 13:00'));
  expect(change.text).toContain('Anna Król');
  expect(await office.runAndRead(winter('11-25 14:00'))).toEqual([]);
  await only(winter('11-26 06:00'));
});

test('A sensitive absence type is mailed as plain absence, however it is spelled', async () => {
  await enabledOffice();
  office.absence('Chora', '2026-11-30', '2026-12-04', { absence_type: 'Zwolnienie chorobowe - ciąża' });
  office.absence('Chory', '2026-11-30', '2026-12-04', { absence_type: 'ZWOLNIENIE CHOROBOWE' });
  office.absence('Na Urlopie', '2026-11-30', '2026-12-04', { absence_type: 'Urlop okolicznościowy' });
  const mail = await only(winter('11-24 08:00'));
  expect(mail.text).toContain('Chora');
  expect(mail.text).toContain('Urlop okolicznościowy');
  expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(/chorobow|ciąż/i);
});

test.each([
  ['dates', /Tomasz Lis/, /Urlop/],
  ['count', /\b1\b/, /Tomasz Lis|Urlop/],
] as const)('Detail "%s" shows no more than it allows', async (detail, visible, hidden) => {
  await enabledOffice({ detail });
  office.absence('Tomasz Lis', '2026-12-07', '2026-12-09');
  const mail = await only(winter('11-24 08:00'));
  expect(mail.text).toMatch(visible);
  expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(hidden);
});

test('Each configured address gets a mail of its own', async () => {
  office = new TestOffice({ absences: { recipients: ['szef@biuro.example', 'wlasciciel@biuro.example'] } });
  await office.run(winter('11-24 07:00'));
  office.absence('Tomasz Lis', '2026-12-07', '2026-12-09');
  const mails = await office.runAndRead(winter('11-24 08:00'));
  expect(mails.map(({ to, parsed }) => [to, (parsed.to as { value: unknown[] }).value.length])).toEqual([
    ['szef@biuro.example', 1],
    ['wlasciciel@biuro.example', 1],
  ]);
});

test.skipIf(onSqlServer)('SQLite: a malformed absence is reported and stops no other', async () => {
  await enabledOffice();
  office.absence('Dobra', '2026-12-07', '2026-12-09');
  office.absence('Zła', '07.12.2026', '2026-12-09', { absence_id: 900 });
  const report = await office.run(winter('11-24 08:00'));
  expect(report.malformedRows).toEqual([
    {
      view: 'source_absences',
      id: '900',
      columns: 'date_from',
      effect: 'left-out',
      found: '07.12.2026',
      expected: { code: 'contract.date' },
    },
  ]);
  const [mail] = await office.newMails();
  expect(mail!.text).toContain('Dobra');
});

test('Outlooks that could not be sent on their day are not sent later as copies of one another', async () => {
  await enabledOffice();
  office.absence('Długo Nieobecna', '2026-11-20', '2026-12-20');
  for (const day of ['24', '25', '26']) await office.runWithoutServer(winter(`11-${day} 08:00`));
  const mails = await office.runAndRead(winter('11-27 08:00'));
  expect(mails.map(({ text }) => text.includes(', nowa'))).toEqual(expect.arrayContaining([true, false]));
  expect(mails).toHaveLength(2);
});

test('A longer lookback set later does not report ended absences as new', async () => {
  office = new TestOffice({ absences: { recipients } }, { lookback: '14 days' });
  office.absence('Dawna', '2026-09-10', '2026-09-12');
  await office.run('2026-09-01T08:00:00Z');
  for (const at of ['2026-09-20', '2026-10-10', '2026-10-15']) await office.run(`${at}T08:00:00Z`);
  await office.newMails();
  office.settings = { ...office.settings, lookback: '60 days' };
  expect(await office.runAndRead('2026-10-16T08:00:00Z')).toEqual([]);
});

test("A client's employee is never shown as the office's own, also if the client has no row or no name", async () => {
  await enabledOffice();
  const nameless = office.client('Bez Nazwy');
  office.change('UPDATE source_clients SET name = NULL WHERE client_id = ?', nameless);
  office.absence('Tomasz Lis', '2026-11-25', '2026-11-26', { client_id: nameless });
  office.absence('Ewa Gąsior', '2026-11-25', '2026-11-26', { client_id: 987_654 });
  office.absence('Anna Król', '2026-11-25', '2026-11-26');
  const { text } = await only(winter('11-24 08:00'));
  expect(text).toContain(`Tomasz Lis, #${nameless}\n`);
  expect(text).toContain('Ewa Gąsior, #987654\n');
  expect(text).toContain('Anna Król, biuro\n');
});

test('The day of return counts absences that follow, also after the seven days and in a list that is cut', async () => {
  await enabledOffice();
  for (let index = 0; index < 30; index += 1)
    office.absence(`A${index}`, '2026-11-20', '2026-12-01', { registered_at: null });
  // Until Friday, and again from Monday, when the seven days are over; then the Thursday and Friday before Christmas.
  office.absence('Anna Król', '2026-11-19', '2026-12-04');
  office.absence('Anna Król', '2026-12-07', '2026-12-23');
  office.absence('Anna Król', '2026-12-28', '2026-12-31');
  // Another person of the same name.
  office.absence('Anna Król', '2026-12-05', '2027-02-28', { client_id: office.client('Firma') });
  office.absence('Tomasz Lis', '2027-03-01', '2027-03-02');
  office.absence('Tomasz Lis', '2027-03-03', '2027-03-26');
  const { text } = await only(winter('11-24 08:00'));
  expect(text).toContain(
    'Anna Król, biuro\n    czw. 19.11 – pt. 4.12, nowa\n    Urlop wypoczynkowy, 12 dni roboczych, wraca pon. 4.01\n',
  );
  expect(text).toContain('    Urlop wypoczynkowy, 2 dni robocze, wraca wt. 30.03\n');
});

test("The office's days off are none for the people of a client", async () => {
  await enabledOffice();
  office.settings = { ...office.settings, daysOff: ['2026-11-26', '2026-11-30'] };
  office.absence('Anna Król', '2026-11-25', '2026-11-27');
  office.absence('Tomasz Lis', '2026-11-25', '2026-11-27', { client_id: office.client('Firma') });
  const { text } = await only(winter('11-24 08:00'));
  expect(text).toMatch(/Anna Król, biuro\n[^\n]*\n {4}Urlop wypoczynkowy, 2 dni robocze, wraca wt\. 1\.12\n/);
  expect(text).toMatch(/Tomasz Lis, Firma\n[^\n]*\n {4}Urlop wypoczynkowy, 3 dni robocze, wraca pon\. 30\.11\n/);
});

test('A change of an absence that a long list of today leaves out stands in that list, and is counted once', async () => {
  await enabledOffice();
  office.inBulk(() => {
    for (let index = 0; index < 40; index += 1) office.absence(`Stary ${index}`, '2026-11-02', '2026-12-04');
  });
  await only(winter('11-24 08:00'));
  office.absence('Nowa', '2026-11-24', '2026-11-24');
  const { text } = await only(winter('11-24 09:00'));
  expect(text).toContain('Dziś nieobecni: 41\n');
  expect(text).toContain(
    '  Nowa, biuro\n    wt. 24.11, nowa\n    Urlop wypoczynkowy, 1 dzień roboczy, wraca śr. 25.11\n',
  );
  expect(text).toContain('  i jeszcze 15 nieobecności\n');
  expect(text).not.toContain('Najbliższe dni');
});

test('Where a person has more absences than are loaded, no day of return is told', async () => {
  await enabledOffice();
  office.inBulk(() => {
    for (let day = 0; day < 130; day += 1) {
      const date = new Date(Date.UTC(2026, 10, 24 + day)).toISOString().slice(0, 10);
      office.absence('Praca Zdalna', date, date, { absence_type: 'Praca zdalna' });
    }
  });
  const { text } = await only(winter('11-24 08:00'));
  expect(text).toContain('  Praca Zdalna, biuro\n    wt. 24.11, nowa\n    Praca zdalna, 1 dzień roboczy\n');
});
