import { afterEach, expect, test } from 'vitest';
import { enabledOffice } from '../helpers/enabled-office.js';
import { type TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

test('An event is mailed once to every reachable guardian of its role', async () => {
  office = await enabledOffice();
  const [anna, jan, ewa] = [office.user('Anna'), office.user('Jan'), office.user('Ewa')];
  const piekarnia = office.client('Piekarnia Kłos', { client: [anna, jan], accounting: [ewa] });
  office.audit(piekarnia, winter('11-24 08:00'));

  const mails = await office.runAndRead(winter('11-24 09:00'));
  expect(mails.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
    'audit-completed anna@biuro.example',
    'audit-completed jan@biuro.example',
  ]);
  for (const mail of mails) expect(`${mail.subject} ${mail.text}`).toContain('Piekarnia Kłos');
  expect(await office.runAndRead(winter('11-24 09:01'))).toEqual([]);
  expect(office.states()).toEqual({ sent: 2 });
});

test('Events of one slot share one mail per recipient; deliveries go to the accounting guardian', async () => {
  office = await enabledOffice();
  const ewa = office.user('Ewa');
  const client = office.client('Żółć sp. z o.o.', { accounting: [ewa] });
  office.delivery(client, winter('11-24 08:00'), { remarks: 'brak wyciągu' });
  office.delivery(client, winter('11-24 08:30'), { received_by: 'Katarzyna Mazur' });

  const [mail, ...others] = await office.runAndRead(winter('11-24 09:00'));
  expect(others).toEqual([]);
  expect(mail!.to).toBe('ewa@biuro.example');
  expect(mail!.text).toContain('brak wyciągu');
  expect(mail!.text).toContain('Katarzyna Mazur');
});

test('The department of an activity selects its guardians; an unknown activity keeps its name', async () => {
  office = await enabledOffice();
  const [hr, books] = [office.user('Kadrowa'), office.user('Ksiegowa')];
  const client = office.client('Meble Zieliński', { hr: [hr], accounting: [books] });
  office.activity(client, 'hr', winter('11-24 08:00'), { activity: 'pobranie dokumentu', actor: 'Marek Z.' });
  office.activity(client, 'accounting', winter('11-24 08:01'), { activity: 'podpisanie UPL-1', actor: 'Ewa Z.' });

  const mails = await office.runAndRead(winter('11-24 09:00'));
  expect(mails.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
    'client-activity-hr kadrowa@biuro.example',
    'client-activity-accounting ksiegowa@biuro.example',
  ]);
  expect(mails[0]!.text).toContain('Marek Z.');
  expect(mails[0]!.text).not.toContain('UPL-1');
  expect(mails[1]!.text).toContain('podpisanie UPL-1');
});

test('A person with two roles gets a mail of each kind', async () => {
  office = await enabledOffice();
  const anna = office.user('Anna');
  const client = office.client('Firma', { hr: [anna], accounting: [anna] });
  office.activity(client, 'hr', winter('11-24 08:00'));
  office.activity(client, 'accounting', winter('11-24 08:00'));
  expect((await office.runAndRead(winter('11-24 09:00'))).map(({ kind }) => kind).sort()).toEqual([
    'client-activity-accounting',
    'client-activity-hr',
  ]);
});

test('An event committed late, with a lower id and an earlier time than a mailed one, is still mailed', async () => {
  office = await enabledOffice();
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-24 08:30'), { event_id: 500 });
  expect(await office.runAndRead(winter('11-24 09:00'))).toHaveLength(1);
  office.audit(client, winter('11-24 08:10'), { event_id: 400, period: '2026-07' });
  const [late] = await office.runAndRead(winter('11-24 09:01'));
  expect(late!.text).toMatch(/lipiec 2026|2026-07/);
});

test('An audit without findings is mailed too', async () => {
  office = await enabledOffice();
  office.audit(office.client('Czysta Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'), {
    error_count: 0,
    warning_count: 0,
  });
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  expect(mail!.text).toContain('Czysta Firma');
});

test('Clients are distinguished by id, also with the same NIP or without a row', async () => {
  office = await enabledOffice({ fallbackRecipients: ['szef@biuro.example'] });
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  office.audit(office.client('Pierwsza', { client: [anna] }, '1234563218'), winter('11-24 08:00'));
  office.audit(office.client('Druga', { client: [jan] }, '1234563218'), winter('11-24 08:00'));
  office.audit(9_999, winter('11-24 08:00'));
  const mails = await office.runAndRead(winter('11-24 09:00'));
  expect(mails.map(({ to }) => to)).toEqual(['anna@biuro.example', 'jan@biuro.example', 'szef@biuro.example']);
  expect(mails[0]!.text).toContain('Pierwsza');
  expect(mails[0]!.text).not.toContain('Druga');
  expect(mails[2]!.text).toContain('#9999');
});

test('Ids beyond 2^53 stay exact', async () => {
  office = await enabledOffice();
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.change(`INSERT INTO source_audits (event_id, occurred_at, client_id, error_count) VALUES
    (9007199254740993, '2026-11-24T07:00:00.000Z', ${client}, 1), (9007199254740992, '2026-11-24T07:00:00.000Z', ${client}, 1)`);
  await office.run(winter('11-24 09:00'));
  expect(
    office.rows('SELECT CAST(event_id AS TEXT) AS id FROM message_events ORDER BY event_id').map(({ id }) => id),
  ).toEqual(['9007199254740992', '9007199254740993']);
});

test("A source in local time is converted, and mails show the office's time", async () => {
  office = await enabledOffice({ source: { clock: 'local' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-24 08:00'), { occurred_at: '2026-11-24T08:45:00.000' });
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  expect(mail!.text).toContain('08:45');
});
