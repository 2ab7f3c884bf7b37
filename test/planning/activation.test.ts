import { afterEach, expect, test } from 'vitest';
import { migrations } from '../../src/database/index.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

test('The first run creates the state tables, records existing events as baseline and mails none of them', async () => {
  office = new TestOffice({ 'audit-completed': true });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-23 08:00'));
  expect(await office.runAndRead(winter('11-24 09:00'))).toEqual([]);
  expect(office.rows('SELECT state, COUNT(*) AS count FROM planned_events GROUP BY state')).toMatchObject([
    { state: 'baseline', count: 1 },
  ]);
  expect(
    office
      .rows<{ version: number }>('SELECT version FROM migrations')
      .map(({ version }) => version)
      .sort((a, b) => a - b),
  ).toEqual(migrations.map((_, index) => index + 1));
});

test('since mails newer events on first enabling, however old they are', async () => {
  office = new TestOffice({ 'audit-completed': { since: '2026-10-01T00:00:00+02:00' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, '2026-10-02T08:00:00+02:00');
  office.audit(client, '2026-09-30T08:00:00+02:00');
  const [mail] = await office.runAndRead(winter('11-24 09:00'));
  expect(mail!.text).toContain('02.10.2026');
  expect(mail!.text).not.toContain('30.09.2026');
  expect(office.rows('SELECT COUNT(*) AS count FROM message_events')).toMatchObject([{ count: 1 }]);
});

test.each<[string, string | undefined, string, string[]]>([
  ['since, and the first run before the slot', '2026-10-01T00:00:00+02:00', '14 days', ['02.10.2026', '21.11.2026']],
  ['a short lookback, and the first run on a day off', undefined, '1 day', ['21.11.2026']],
])('%s: the first slot mails everything that is new', async (_, since, lookback, days) => {
  const kind = { lookback, workingDaysOnly: true, schedule: { every: '1 day', startAt: '06:00' } };
  office = new TestOffice({ 'audit-completed': since === undefined ? kind : { ...kind, since } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, '2026-09-30T08:00:00+02:00');
  if (since !== undefined) office.audit(client, '2026-10-02T08:00:00+02:00');
  expect(await office.runAndRead(winter('11-21 05:00'))).toEqual([]);
  office.audit(client, winter('11-21 10:00'));
  const [mail] = await office.runAndRead(winter('11-23 06:00'));
  for (const day of days) expect(mail!.text).toContain(day);
  expect(mail!.text).not.toContain('30.09.2026');
  expect(office.rows('SELECT COUNT(*) AS count FROM message_events')).toMatchObject([{ count: days.length }]);
});

test('A kind that is disabled and enabled again mails nothing from the time between', async () => {
  const on = { 'audit-completed': true, 'documents-delivered': true };
  office = new TestOffice(on);
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-20 09:00'));
  office.notify({ 'audit-completed': false, 'documents-delivered': true });
  await office.run(winter('11-21 09:00'));
  office.audit(client, winter('11-22 08:00'));
  await office.run(winter('11-22 09:00'));
  office.notify(on);
  expect(await office.runAndRead(winter('11-23 09:00'))).toEqual([]);
  office.audit(client, winter('11-23 09:30'));
  expect(await office.runAndRead(winter('11-23 10:00'))).toHaveLength(1);
});

test('Disabling a kind skips its unsent mails', async () => {
  office = new TestOffice({ 'audit-completed': true, 'documents-delivered': true });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-20 09:00'));
  office.audit(client, winter('11-20 10:00'));
  await office.runWithoutServer(winter('11-20 11:00'));
  office.notify({ 'documents-delivered': true });
  await office.run(winter('11-20 12:00'));
  office.notify({ 'audit-completed': true, 'documents-delivered': true });
  expect(await office.runAndRead(winter('11-20 13:00'))).toEqual([]);
  expect(office.rows('SELECT state, reason FROM messages')).toMatchObject([{ state: 'skipped', reason: 'kind-off' }]);
});

test('`--only` does not end the activation of the other kinds', async () => {
  office = new TestOffice({ 'audit-completed': true, 'documents-delivered': true });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-20 09:00'));
  office.audit(client, winter('11-20 10:00'));
  await office.run(winter('11-20 11:00'), { only: ['documents-delivered'] });
  expect(await office.runAndRead(winter('11-20 12:00'))).toHaveLength(1);
});

test('A kind enabled between two slots records its baseline at once and mails later events', async () => {
  office = new TestOffice({ 'audit-completed': true }, { schedule: { every: '1 day', startAt: '06:00' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-24 04:00'));
  office.audit(client, winter('11-24 05:00'));
  expect(await office.runAndRead(winter('11-24 06:00'))).toHaveLength(1);
});

test.each([
  ['a day', '2026-11-24T06:00:00+01:00', '2026-11-25T06:00:00+01:00'],
  ['15 days', '2026-11-01T06:00:00+01:00', '2026-11-16T06:00:00+01:00'],
])('an outage of %s loses no event and yields one mail', async (_, before, after) => {
  office = new TestOffice(
    { 'audit-completed': true, 'office-activity': { recipients: ['szef@biuro.example'] } },
    { schedule: { every: '1 hour', startAt: '06:00' } },
  );
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(before);
  await office.newMails();
  let events = 0;
  for (let at = Date.parse(before) + 60_000; at < Date.parse(after); at += 8 * 3_600_000) {
    office.audit(client, new Date(at).toISOString());
    events += 1;
  }
  const mails = await office.runAndRead(after);
  expect(mails.map(({ kind }) => kind)).toEqual(['audit-completed', 'office-activity']);
  expect(office.rows('SELECT COUNT(*) AS count FROM message_events')).toMatchObject([{ count: events }]);
  expect(await office.runAndRead(new Date(Date.parse(after) + 60_000).toISOString())).toEqual([]);
});

test('A longer lookback set later mails no events from before the activation', async () => {
  office = new TestOffice({ 'audit-completed': true }, { lookback: '2 days' });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-10 08:00'));
  await office.run(winter('11-20 09:00'));
  office.settings = { ...office.settings, lookback: '60 days' };
  expect(await office.runAndRead(winter('11-20 10:00'))).toEqual([]);
});

test('Old state is pruned, and pruned events are not mailed again', async () => {
  office = new TestOffice({ 'audit-completed': true }, { lookback: '2 days' });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run('2025-01-01T06:00:00Z');
  office.audit(client, '2025-01-01T07:00:00Z');
  await office.run('2025-01-01T08:00:00Z');
  expect(await office.newMails()).toHaveLength(1);
  for (const at of ['2025-02-15T06:00:00Z', '2025-02-16T06:00:00Z', '2025-02-17T06:00:00Z', '2026-03-01T06:00:00Z'])
    await office.run(at);
  for (const table of ['planned_events', 'attempts', 'messages', 'message_events']) {
    expect(office.rows(`SELECT COUNT(*) AS count FROM ${table}`), table).toMatchObject([{ count: 0 }]);
  }
  expect(office.rows('SELECT COUNT(*) AS count FROM runs')).toMatchObject([{ count: 1 }]);
  office.settings = { ...office.settings, lookback: '90 days' };
  await office.run('2026-03-02T06:00:00Z');
  expect(await office.newMails()).toEqual([]);
});

test('A dry run shows what would be sent and writes nothing, not even the tables', async () => {
  office = new TestOffice({
    'audit-completed': { since: '2026-11-01T00:00:00Z' },
    'office-activity': { recipients: ['szef@biuro.example'] },
  });
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
  const report = await office.dryRun(winter('11-24 09:00'));
  expect(report.messages.map(({ kind, address, state }) => [kind, address, state])).toEqual([
    ['audit-completed', 'anna@biuro.example', 'queued'],
    ['office-activity', 'szef@biuro.example', 'queued'],
  ]);
  expect(office.database.tables().filter((name) => !name.startsWith('source_'))).toEqual([]);
  expect(await office.runAndRead(winter('11-24 09:00'))).toHaveLength(2);
});

test('since mails nothing twice when a kind is disabled and enabled again', async () => {
  const kinds = {
    'audit-completed': { since: '2026-09-01T00:00:00Z' },
    absences: { since: '2026-09-01T00:00:00Z', recipients: ['szef@biuro.example'] },
  };
  office = new TestOffice(kinds);
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), '2026-09-02T08:00:00Z');
  office.absence('Tomasz Lis', '2026-12-07', '2026-12-09', { registered_at: '2026-09-02T08:00:00.000Z' });
  expect(await office.runAndRead('2026-09-02T09:00:00Z')).toHaveLength(2);
  for (const day of ['10-01', '11-01', '11-21']) await office.run(`2026-${day}T09:00:00Z`);
  office.notify({});
  await office.run(winter('11-22 09:00'));
  office.notify(kinds);
  expect(await office.runAndRead(winter('11-23 09:00'))).toEqual([]);
});

test('Mails that a killed run left of a disabled kind are skipped and stay skipped after enabling', async () => {
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
  for (const name of ['Anna', 'Jan', 'Ewa'])
    office.audit(office.client(name, { client: [office.user(name)] }), winter('11-20 08:00'));
  await office.run(winter('11-20 09:00'));
  expect(await office.newMails()).toHaveLength(3);
  for (const [id, state] of [
    [1, 'claimed'],
    [2, 'sending'],
    [3, 'unknown'],
  ] as const) {
    office.change(
      "UPDATE messages SET state = ?, lease_owner = 'dead:0', lease_until = '2020-01-01T00:00:00.000Z', finished_at = NULL WHERE id = ?",
      state,
      id,
    );
  }
  office.notify({});
  await office.run(winter('11-21 09:00'));
  expect(office.states()).toEqual({ skipped: 3 });
  office.notify({ 'audit-completed': true });
  expect(await office.runAndRead(winter('11-22 09:00'))).toEqual([]);
});

test('A clock that was wrong once does not stop a kind', async () => {
  office = new TestOffice({ 'audit-completed': true }, { schedule: { every: '1 day', startAt: '06:00' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-24 06:00'));
  await office.run('2030-01-01T06:00:00Z');
  office.audit(client, winter('11-24 09:00'));
  expect(await office.runAndRead(winter('11-24 10:00'))).toHaveLength(1);
  expect(await office.runAndRead(winter('11-24 11:00'))).toEqual([]);
  office.audit(client, winter('11-24 12:00'));
  expect(await office.runAndRead(winter('11-25 06:00'))).toHaveLength(1);
});

test.skipIf(onSqlServer)('SQLite: a view that breaks while mails are queued exits with 78 and is named', async () => {
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') } },
    { schedule: { every: '1 day', startAt: '06:00' } },
  );
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 05:00'));
  await office.runWithoutServer(winter('11-24 06:00'));
  office.db.exec('ALTER TABLE source_audits RENAME COLUMN started_by TO who');
  const report = await office.run(winter('11-24 06:05'));
  expect(report.exitCode).toBe(78);
  expect(report.errors[0]!.message).toContain('source_audits.started_by');
  expect(office.states()).toEqual({ queued: 1 });
});
