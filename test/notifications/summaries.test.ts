import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const everyMinute = { schedule: { every: '1 minute', startAt: '06:00' } };

test('A user gets one summary per reference day, with day, week and month', async () => {
  office = new TestOffice({ 'user-activity': true });
  const anna = office.user('Anna');
  office.approvals(anna, winter('11-23 10:00'), 5);
  office.approvals(anna, winter('11-20 10:00'), 3);
  office.approvals(anna, winter('11-24 05:00'), 50);
  const [mail, ...others] = await office.runAndRead(winter('11-24 06:00'));
  expect(others).toEqual([]);
  expect(mail!.to).toBe('anna@biuro.example');
  expect(mail!.text).toContain('23.11.2026');
  expect(mail!.text).toMatch(/5 faktur\b/);
  expect(mail!.text).toMatch(/\b8\b/);
  expect(mail!.text).not.toMatch(/\b5[05] faktur/);
  expect(await office.runAndRead(winter('11-24 12:30'))).toEqual([]);
});

test('A user with nothing approved in the month gets no summary', async () => {
  office = new TestOffice({ 'user-activity': true });
  const anna = office.user('Anna');
  office.approvals(anna, winter('10-30 10:00'), 5);
  expect(await office.runAndRead(winter('11-24 06:00'))).toEqual([]);
});

test('The office summary goes to every address, also with only zeros, with a row per user and a total', async () => {
  office = new TestOffice({
    'office-activity': { recipients: ['szef@biuro.example', 'SZEF@biuro.example', 'druga@biuro.example'] },
  });
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  office.user('Zablokowany', 'z@biuro.example', { is_blocked: 1 });
  const empty = await office.runAndRead(winter('11-24 06:00'));
  expect(empty.map(({ to }) => to)).toEqual(['druga@biuro.example', 'szef@biuro.example']);
  office.approvals(anna, winter('11-24 10:00'), 5);
  office.approvals(jan, winter('11-24 10:00'), 17);
  const [mail] = await office.runAndRead(winter('11-25 06:00'));
  expect(mail!.text).toMatch(/Anna.*\b5\b/);
  expect(mail!.text).toMatch(/Jan.*\b17\b/);
  expect(mail!.text).toMatch(/\b22\b/);
  expect(mail!.text).not.toContain('Zablokowany');
});

test('Days since the last reference day are all listed, those over a week ago if they had approvals', async () => {
  office = new TestOffice({ 'user-activity': true });
  const anna = office.user('Anna');
  for (const day of ['05', '12', '13', '14', '15', '16', '17', '18', '19', '20'])
    office.approvals(anna, winter(`11-${day} 10:00`), 1);
  const preview = async (now: string) => (await office.runAndRead(now)).map(({ text }) => text).join('');
  const friday = await preview(winter('11-13 06:00'));
  expect(friday).toContain('12.11');
  const monday = await preview(winter('11-16 06:00'));
  for (const day of ['13.11']) expect(monday).toContain(day);
  const tuesday = await preview(winter('11-17 06:00'));
  for (const day of ['14.11', '15.11', '16.11']) expect(tuesday).toContain(day);
  expect(tuesday).not.toContain('13.11.');
  const nextMonth = await preview(winter('11-30 06:00'));
  for (const day of ['21.11', '22.11', '23.11', '24.11', '25.11', '26.11', '27.11']) expect(nextMonth).toContain(day);
  expect(nextMonth).toMatch(/pt\. 20\.11: 1 faktura\n.*sob\. 21\.11: 0 faktur/s);
});

test('The reference day is the previous working day before noon and today from noon, or as configured', async () => {
  const summary = async (settings: Record<string, unknown>, now: string) => {
    office = new TestOffice({ 'office-activity': { recipients: ['szef@biuro.example'], ...settings } });
    await office.run(now);
    const [row] = office.rows<{ reference_day: string }>('SELECT reference_day FROM messages');
    return row?.reference_day;
  };
  // 11 November is a holiday, 24 December one since 2025; both weeks have a weekend in between.
  expect(await summary({ schedule: { every: '1 day', startAt: '06:00' } }, winter('11-12 06:00'))).toBe('2026-11-10');
  office.close();
  expect(await summary({ schedule: { every: '1 day', startAt: '06:00' } }, '2026-12-28T06:00:00+01:00')).toBe(
    '2026-12-23',
  );
  office.close();
  expect(await summary({ schedule: { every: '1 day', startAt: '17:00' } }, winter('11-24 17:00'))).toBe('2026-11-24');
  office.close();
  expect(await summary({}, winter('11-24 17:00'))).toBe('2026-11-23');
  office.close();
  expect(await summary({ referenceDay: 'today' }, winter('11-24 09:00'))).toBe('2026-11-24');
});

test('A schedule every minute from 06:00 sends one summary per user and day and each event once', async () => {
  office = new TestOffice({ 'user-activity': true, 'audit-completed': true }, everyMinute);
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna] });
  office.approvals(anna, winter('11-23 10:00'), 2);
  await office.run(winter('11-24 05:58'));
  let mails: string[] = [];
  for (let minute = 0; minute < 30; minute += 1) {
    const at = winter(`11-24 06:${String(minute).padStart(2, '0')}`);
    if (minute % 10 === 0) office.audit(client, at, { occurred_at: new Date(Date.parse(at) - 30_000).toISOString() });
    mails = [...mails, ...(await office.runAndRead(at)).map(({ kind }) => kind)];
  }
  expect(mails.filter((kind) => kind === 'user-activity')).toHaveLength(1);
  expect(mails.filter((kind) => kind === 'audit-completed')).toHaveLength(3);
});

test('A daily schedule sends at the start time and nothing between midnight and then', async () => {
  office = new TestOffice({ 'audit-completed': true }, { schedule: { every: '1 day', startAt: '06:00' } });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  await office.run(winter('11-23 06:00'));
  office.audit(client, winter('11-23 09:00'));
  expect(await office.runAndRead(winter('11-23 10:00'))).toEqual([]);
  expect(await office.runAndRead(winter('11-23 23:59'))).toEqual([]);
  expect(await office.runAndRead(winter('11-24 00:00'))).toEqual([]);
  expect(await office.runAndRead(winter('11-24 05:59'))).toEqual([]);
  expect(await office.runAndRead(winter('11-24 06:00'))).toHaveLength(1);
  expect(await office.runAndRead(winter('11-24 06:01'))).toEqual([]);
});

test.each([
  ['spring, 2027-03-28', '2027-03-27T23:00:00Z', '2027-03-28T22:00:00Z', 23],
  ['autumn, 2027-10-31', '2027-10-30T22:00:00Z', '2027-10-31T23:00:00Z', 25],
])(
  'A day with a clock change (%s) sends every event once and one summary of the whole day',
  async (_, midnight, nextMidnight, hours) => {
    office = new TestOffice(
      { 'audit-completed': true, 'office-activity': { recipients: ['szef@biuro.example'], referenceDay: 'today' } },
      { schedule: { every: '1 hour', startAt: '01:00' } },
    );
    const anna = office.user('Anna');
    const client = office.client('Firma', { client: [anna] });
    await office.run(new Date(Date.parse(midnight) - 3_600_000).toISOString());
    await office.newMails();
    const kinds: string[] = [];
    let due = 0;
    for (let at = Date.parse(midnight); at < Date.parse(nextMidnight); at += 1_800_000) {
      office.audit(client, new Date(at - 60_000).toISOString());
      const report = await office.run(new Date(at).toISOString());
      due += report.kinds[0]!.due ? 1 : 0;
      kinds.push(...(await office.newMails()).map(({ kind }) => kind));
    }
    expect(due).toBe(hours - 1);
    expect(kinds.filter((kind) => kind === 'office-activity')).toHaveLength(1);
    const linked = office.rows<{ events: number; distinctEvents: number }>(
      'SELECT COUNT(*) AS events, COUNT(DISTINCT event_id) AS distinctEvents FROM message_events',
    )[0]!;
    expect(linked.events).toBe(linked.distinctEvents);
    expect(linked.events).toBe(hours * 2 - 1);

    // The day is counted from its first to its last second, however long it is.
    office.approvals(anna, midnight, 3);
    office.approvals(anna, new Date(Date.parse(nextMidnight) - 2_000).toISOString(), 4);
    office.approvals(anna, new Date(Date.parse(midnight) - 1_000).toISOString(), 100);
    office.notify({ 'office-activity': { recipients: ['inny@biuro.example'], referenceDay: 'today' } });
    office.settings = { ...office.settings, schedule: { every: '1 day', startAt: '23:59' } };
    const [summary] = await office.runAndRead(new Date(Date.parse(nextMidnight) - 1_000).toISOString());
    expect(summary!.subject).toMatch(/^7 faktur /);
  },
);
