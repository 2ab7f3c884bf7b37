import { afterEach, expect, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

/** Creates an office with one kind of these settings, enabled in the week before. @returns the id of a client */
async function officeOf(
  settings: Record<string, unknown>,
  id = 'audit-completed',
  common: Record<string, unknown> = {},
): Promise<number> {
  office = new TestOffice({ [id]: settings }, common);
  await office.run(winter('11-16 12:00'));
  await office.newMails();
  return office.client('Piekarnia Kłos', { client: [office.user('Anna')] });
}

const everyMinute = { every: '1 minute', startAt: '06:00' };
const night = { from: '20:00', until: '07:00' };

test('Events of a weekend or holiday go out once, at the start of the next working day', async () => {
  const client = await officeOf({ schedule: everyMinute, workingDaysOnly: true });
  office.audit(client, winter('11-21 10:00'));
  office.audit(client, winter('11-22 10:00'));
  for (const time of ['11-21 10:01', '11-22 23:59', '11-23 00:00', '11-23 05:59'])
    expect(await office.runAndRead(winter(time))).toEqual([]);
  expect(await office.runAndRead(winter('11-23 06:00'))).toHaveLength(1);
  expect(await office.runAndRead(winter('11-23 06:01'))).toEqual([]);
  const [{ events }] = office.rows<{ events: number }>('SELECT COUNT(*) AS events FROM message_events') as [
    { events: number },
  ];
  expect(events).toBe(2);
});

test('Configured days off are not working days, and a kind can override the hours', async () => {
  const client = await officeOf({ schedule: everyMinute, quietHours: false }, 'audit-completed', {
    workingDaysOnly: true,
    daysOff: ['2026-11-24'],
    quietHours: night,
  });
  office.audit(client, winter('11-23 22:00'));
  expect(await office.runAndRead(winter('11-23 22:01'))).toHaveLength(1);
  office.audit(client, winter('11-24 10:00'));
  expect((await office.run(winter('11-24 10:01'))).kinds[0]).toMatchObject({
    due: false,
    planned: 0,
    closed: 'day-off',
  });
  expect(await office.runAndRead(winter('11-25 06:00'))).toHaveLength(1);
});

test("A summary's previous working day is never a day off", async () => {
  await officeOf({ recipients: ['szef@biuro.example'] }, 'office-activity', { daysOff: ['2026-11-23'] });
  const [mail] = await office.runAndRead(winter('11-24 06:00'));
  expect(mail!.text).toContain('20.11.2026');
  expect(mail!.text).not.toContain('23.11.2026');
});

test('Events of a night make one mail when quiet hours end', async () => {
  const client = await officeOf({ schedule: everyMinute, quietHours: night });
  for (const time of ['11-23 20:05', '11-23 23:50', '11-24 06:30']) {
    office.audit(client, winter(time));
    expect((await office.run(winter(time))).kinds[0]).toMatchObject({ due: false, sent: 0, closed: 'quiet-hours' });
  }
  expect(await office.runAndRead(winter('11-24 07:00'))).toHaveLength(1);
  expect(await office.runAndRead(winter('11-24 07:01'))).toEqual([]);
});

test('A daily slot inside quiet hours is held until they end and keeps its reference day', async () => {
  const client = await officeOf({ schedule: { every: '1 day', startAt: '06:00' }, quietHours: night });
  office.audit(client, winter('11-23 15:00'));
  expect(await office.runAndRead(winter('11-24 06:00'))).toEqual([]);
  expect(await office.runAndRead(winter('11-24 07:00'))).toHaveLength(1);
  office.close();

  await officeOf(
    { recipients: ['szef@biuro.example'], schedule: { every: '1 day', startAt: '23:00' }, quietHours: night },
    'office-activity',
  );
  office.approvals(office.user('Jan'), winter('11-23 12:00'), 5);
  expect(await office.runAndRead(winter('11-23 23:00'))).toEqual([]);
  const [mail, ...others] = await office.runAndRead(winter('11-24 07:00'));
  expect(others).toEqual([]);
  expect(mail!.text).toContain('23.11.2026');
  expect(mail!.text).not.toContain('24.11.2026');
  expect(await office.runAndRead(winter('11-24 12:00'))).toEqual([]);
});

test('Without a schedule, a run in quiet hours plans nothing and the next open run catches up', async () => {
  const client = await officeOf({ quietHours: night });
  office.audit(client, winter('11-23 21:00'));
  expect(await office.runAndRead(winter('11-23 21:30'))).toEqual([]);
  expect(await office.runAndRead(winter('11-24 07:00'))).toHaveLength(1);
});

test('A retry due in quiet hours waits until they end, and the wait does not count towards giving up', async () => {
  let isBusy = true;
  const peer = await startSmtp({ recipient: () => (isBusy ? { code: 450, text: '4.2.1 mailbox busy' } : undefined) });
  try {
    const client = await officeOf({ quietHours: night, workingDaysOnly: true }, 'audit-completed', {
      giveUpAfter: '1 day',
      mailbox: plainMailbox(peer.port),
    });
    office.audit(client, winter('11-20 12:00'));
    await office.run(winter('11-20 12:01'));
    for (const time of ['13:00', '14:00', '15:00', '16:00', '19:59']) await office.run(winter(`11-20 ${time}`));
    expect(office.rows('SELECT state, attempt FROM messages')).toEqual([{ state: 'deferred', attempt: 6 }]);
    for (const time of ['11-20 23:59', '11-21 12:00', '11-22 12:00', '11-23 06:59']) {
      expect((await office.run(winter(time))).kinds[0]).toMatchObject({ sent: 0, deferred: 0 });
    }
    expect((await office.dryRun(winter('11-22 12:00'))).messages).toMatchObject([
      { state: 'deferred', leavesAt: new Date(winter('11-23 07:00')).toISOString() },
    ]);
    expect((await office.run(winter('11-23 07:00'))).kinds[0]).toMatchObject({ deferred: 1, failed: 0 });
    isBusy = false;
    expect((await office.run(winter('11-23 12:00'))).kinds[0]).toMatchObject({ sent: 1 });
    expect(peer.received).toHaveLength(1);
  } finally {
    await peer.close();
  }
});
