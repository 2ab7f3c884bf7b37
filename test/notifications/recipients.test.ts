import { afterEach, expect, test } from 'vitest';
import { enabledOffice } from '../helpers/enabled-office.js';
import { type TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

test('Two users with one address get two mails', async () => {
  office = await enabledOffice();
  const users = [office.user('Anna', 'biuro@biuro.example'), office.user('Jan', 'biuro@biuro.example')];
  office.audit(office.client('Firma', { client: users }), winter('11-24 08:00'));
  expect(await office.runAndRead(winter('11-24 09:00'))).toHaveLength(2);
});

test('An event that waits stays in the window as long as a new one would, to the millisecond', async () => {
  office = await enabledOffice({ lookback: '2 days' });
  const client = office.client('Bez Opiekuna');
  office.audit(client, winter('11-24 08:00'));
  for (const at of ['11-24 08:30', '11-25 08:30']) expect(await office.runAndRead(winter(at))).toEqual([]);
  office.guard(client, office.user('Anna'), 'client');
  office.audit(client, winter('11-24 08:00'), { period: '2026-09' });
  const [mail] = await office.runAndRead(winter('11-26 08:00'));
  expect(mail!.subject).toBe('Zakończono 2 audyty, oba z błędami: Bez Opiekuna');
});

test('An event without a guardian waits, is reported, and goes to a guardian assigned later', async () => {
  office = await enabledOffice();
  const anna = office.user('Anna');
  const client = office.client('Bez Opiekuna');
  office.audit(client, winter('11-24 08:00'));
  const report = await office.run(winter('11-24 09:00'));
  expect(report.kinds.find(({ kind }) => kind === 'audit-completed')).toMatchObject({ planned: 0, waiting: 1 });
  expect(report.gaps).toContainEqual({ reason: 'no-guardian', role: 'client', count: 1, names: ['Bez Opiekuna'] });

  office.guard(client, anna, 'client');
  expect((await office.runAndRead(winter('11-25 09:00'))).map(({ to }) => to)).toEqual(['anna@biuro.example']);
  expect(await office.runAndRead(winter('11-25 09:01'))).toEqual([]);
});

test('A second guardian added later gets new events, not the one already mailed', async () => {
  office = await enabledOffice();
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  const client = office.client('Firma', { client: [anna] });
  office.audit(client, winter('11-24 08:00'));
  await office.runAndRead(winter('11-24 09:00'));
  office.guard(client, jan, 'client');
  expect(await office.runAndRead(winter('11-24 10:00'))).toEqual([]);
  office.audit(client, winter('11-24 10:30'));
  expect((await office.runAndRead(winter('11-24 11:00'))).map(({ to }) => to)).toEqual([
    'anna@biuro.example',
    'jan@biuro.example',
  ]);
});

test('An event without a recipient is skipped when it leaves the window and never mailed', async () => {
  office = await enabledOffice({ lookback: '2 days' });
  const client = office.client('Bez Opiekuna');
  const event = office.audit(client, winter('11-24 08:00'));
  for (const day of ['24 09:00', '25 09:00', '26 09:00', '27 09:00']) await office.run(winter(`11-${day}`));
  expect(office.rows('SELECT state FROM planned_events WHERE event_id = ?', event)).toMatchObject([
    { state: 'skipped' },
  ]);
  office.guard(client, office.user('Anna'), 'client');
  expect(await office.runAndRead(winter('11-27 10:00'))).toEqual([]);
});

test.each([
  ['a guardian without an address', { email: null }, 'no-address'],
  ['a guardian with a malformed address', { email: 'jan(at)biuro.example' }, 'no-address'],
  ['a guardian with two addresses in one field', { email: 'a@biuro.example; b@biuro.example' }, 'no-address'],
  ['a blocked guardian', { is_blocked: 1 }, 'blocked'],
])('%s is reported and the event waits; a configured fallback gets it', async (_, fault, reason) => {
  office = await enabledOffice();
  const jan = office.user('Jan', 'jan@biuro.example', fault);
  const client = office.client('Firma', { client: [jan] });
  office.audit(client, winter('11-24 08:00'));
  const report = await office.run(winter('11-24 09:00'));
  expect(await office.newMails()).toEqual([]);
  expect(report.gaps).toContainEqual({ reason, role: 'client', count: 1, names: ['Jan'] });

  office.settings = { ...office.settings, fallbackRecipients: ['zastepstwo@biuro.example', 'szef@biuro.example'] };
  expect((await office.runAndRead(winter('11-24 10:00'))).map(({ to }) => to)).toEqual([
    'szef@biuro.example',
    'zastepstwo@biuro.example',
  ]);
  office.change('UPDATE source_users SET email = ?, is_blocked = 0 WHERE user_id = ?', 'jan@biuro.example', jan);
  expect(await office.runAndRead(winter('11-24 11:00'))).toEqual([]);
});

test('The fallback gets only events that no guardian can get', async () => {
  office = await enabledOffice({ fallbackRecipients: ['zastepstwo@biuro.example'] });
  const anna = office.user('Anna');
  office.audit(office.client('Z Opiekunem', { client: [anna] }), winter('11-24 08:00'));
  office.audit(office.client('Bez Opiekuna'), winter('11-24 08:00'));
  const mails = await office.runAndRead(winter('11-24 09:00'));
  expect(mails.map(({ to }) => to)).toEqual(['anna@biuro.example', 'zastepstwo@biuro.example']);
  expect(mails[0]!.text).not.toContain('Bez Opiekuna');
  expect(mails[1]!.text).not.toContain('Z Opiekunem');
});

test('A mailbox that is configured in two spellings gets one mail', async () => {
  office = await enabledOffice({
    fallbackRecipients: ['Szef@łąka.example', 'szef@xn--ka-ola7v.example', 'szef@ŁĄKA.example', 'szef@laka.example'],
  });
  office.audit(office.client('Bez Opiekuna'), winter('11-24 08:00'));
  const mails = await office.runAndRead(winter('11-24 09:00'));
  expect(mails.map(({ to }) => to)).toEqual(['szef@laka.example', 'Szef@łąka.example']);
});

test('A blocked guardian gets nothing, the other guardian gets everything', async () => {
  office = await enabledOffice();
  const [anna, blocked] = [office.user('Anna'), office.user('Jan', 'jan@biuro.example', { is_blocked: 1 })];
  office.audit(office.client('Firma', { client: [anna, blocked] }), winter('11-24 08:00'));
  expect((await office.runAndRead(winter('11-24 09:00'))).map(({ to }) => to)).toEqual(['anna@biuro.example']);
});

test('A changed address, blocked recipient, removed address and deleted event count at sending time', async () => {
  office = await enabledOffice();
  const users = ['Anna', 'Jan', 'Ewa', 'Ola'].map((name) => office.user(name));
  const clients = users.map((user, index) => office.client(`Firma ${index}`, { client: [user] }));
  const events = clients.map((client) => office.audit(client, winter('11-24 08:00')));
  expect((await office.runWithoutServer(winter('11-24 09:00'))).exitCode).toBe(75);
  expect(office.states()).toEqual({ queued: 4 });

  office.change('UPDATE source_users SET email = ? WHERE user_id = ?', 'anna.nowa@biuro.example', users[0]!);
  office.change('UPDATE source_users SET is_blocked = 1 WHERE user_id = ?', users[1]!);
  office.change('UPDATE source_users SET email = NULL WHERE user_id = ?', users[2]!);
  office.change('DELETE FROM source_audits WHERE event_id = ?', events[3]!);
  const report = await office.run(winter('11-24 10:00'));
  expect((await office.newMails()).map(({ to }) => to)).toEqual(['anna.nowa@biuro.example']);
  expect(report.kinds[0]!.skipped).toEqual({ blocked: 1, 'no-address': 1, 'events-gone': 1 });
  expect(
    office.rows("SELECT reason FROM messages WHERE state = 'skipped' ORDER BY reason").map(({ reason }) => reason),
  ).toEqual(['blocked', 'events-gone', 'no-address']);
});

test('An address that the configuration no longer names gets no mail that waited for it', async () => {
  office = await enabledOffice({ fallbackRecipients: ['dawny@biuro.example'] });
  office.notify({ 'audit-completed': true, absences: { recipients: ['kadry@biuro.example', 'Dawna@biuro.example'] } });
  office.audit(office.client('Bez Opiekuna'), winter('11-24 08:00'));
  office.absence('Jan', '2026-11-24', '2026-11-25');
  await office.runWithoutServer(winter('11-24 09:00'));
  expect(office.states()).toEqual({ queued: 3 });
  office.settings = { ...office.settings, fallbackRecipients: ['nowy@biuro.example'] };
  office.notify({ 'audit-completed': true, absences: { recipients: ['KADRY@biuro.example'] } });
  const to = (await office.runAndRead(winter('11-24 10:00'))).map((mail) => mail.to);
  expect([...to, ...(await office.runAndRead(winter('11-24 11:00'))).map((mail) => mail.to)].sort()).toEqual([
    'kadry@biuro.example',
    'nowy@biuro.example',
  ]);
  expect(office.rows("SELECT DISTINCT reason FROM messages WHERE state = 'skipped'")).toEqual([
    { reason: 'not-configured' },
  ]);
});
