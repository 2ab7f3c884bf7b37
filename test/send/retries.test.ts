import { expect, test } from 'vitest';
import { parseMail, winter } from '../helpers/office.js';
import { attemptsOf } from '../helpers/office-with-mail.js';
import { startSmtpOffice } from '../helpers/smtp-office.js';

test('A recipient with a 4xx reply is deferred and retried after its wait with the same Message-ID', async () => {
  let isBusy = true;
  const { office, received } = await startSmtpOffice(['Anna', 'Jan'], {
    recipient: (address) =>
      isBusy && address.startsWith('anna') ? { code: 451, text: '4.3.2 try again later' } : undefined,
  });
  const first = await office.run(winter('11-24 09:00'));
  expect(first.kinds[0]).toMatchObject({ sent: 1, deferred: 1 });
  expect(first.exitCode).toBe(0);
  expect(attemptsOf(office)[0]).toMatchObject({
    outcome: 'deferred',
    phase: 'rcpt',
    reply_code: 451,
    enhanced_code: '4.3.2',
  });
  const [waiting] = office.rows<{ message_id: string; next_attempt_at: string }>(
    "SELECT message_id, next_attempt_at FROM messages WHERE state = 'deferred'",
  );
  const delay = Date.parse(waiting!.next_attempt_at) - Date.parse(winter('11-24 09:00'));
  expect(delay).toBeGreaterThanOrEqual(200_000);
  expect(delay).toBeLessThanOrEqual(302_000);

  isBusy = false;
  expect((await office.run(winter('11-24 09:02'))).kinds[0]).toMatchObject({ sent: 0 });
  expect((await office.run(winter('11-24 09:06'))).kinds[0]).toMatchObject({ sent: 1 });
  expect((await parseMail(received[1]!.raw)).parsed.messageId).toBe(waiting!.message_id);
});

test('A retry renders the mail again and keeps its slot and its reference day', async () => {
  let isBusy = true;
  const { office, received } = await startSmtpOffice(['Anna'], {
    recipient: () => (isBusy ? { code: 451, text: '4.3.2 later' } : undefined),
  });
  office.notify({ 'audit-completed': { since: winter('11-24 00:00') }, 'user-activity': true });
  const [{ user_id: anna }] = office.rows<{ user_id: number }>('SELECT user_id FROM source_users') as [
    { user_id: number },
  ];
  office.approvals(anna, winter('11-23 10:00'), 5);
  await office.run(winter('11-24 23:50'));
  expect(office.states()).toEqual({ deferred: 2 });
  const slots = office.rows('SELECT kind, slot, reference_day FROM messages ORDER BY kind');

  isBusy = false;
  office.change("UPDATE source_clients SET name = 'Nowa Nazwa'");
  office.approvals(anna, winter('11-23 15:00'), 1);
  await office.run(winter('11-25 00:10'), { only: ['audit-completed'] });
  await office.run(winter('11-25 00:10'));
  const mails = await Promise.all(received.map(({ raw }) => parseMail(raw)));
  const summaries = mails.filter(({ kind }) => kind === 'user-activity').map(({ subject }) => subject);
  expect(mails.find(({ kind }) => kind === 'audit-completed')!.text).toContain('Nowa Nazwa');
  expect(summaries[0]).toContain('6 faktur');
  expect(summaries[0]).toContain('23 listopada 2026');
  expect(office.rows('SELECT kind, slot, reference_day FROM messages WHERE attempt = 2 ORDER BY kind')).toEqual(slots);
});

test('Retries back off, and the mail fails after giveUpAfter', async () => {
  const { office } = await startSmtpOffice(['Anna'], { recipient: () => ({ code: 450, text: '4.2.2 mailbox full' }) });
  office.settings = { ...office.settings, giveUpAfter: '1 day' };
  let at = Date.parse(winter('11-24 09:00'));
  const delays: number[] = [];
  let exitCode = 0;
  for (let round = 0; round < 20; round += 1) {
    exitCode = (await office.run(new Date(at).toISOString())).exitCode;
    const [row] = office.rows<{ state: string; next_attempt_at: string }>(
      'SELECT state, next_attempt_at FROM messages',
    );
    if (row!.state !== 'deferred') break;
    delays.push((Date.parse(row!.next_attempt_at) - at) / 60_000);
    at = Date.parse(row!.next_attempt_at);
  }
  expect(office.states()).toEqual({ failed: 1 });
  expect(exitCode).toBe(1);
  expect(delays[0]).toBeLessThan(5.1);
  expect(delays[3]).toBeGreaterThan(26);
  expect(Math.max(...delays)).toBeLessThanOrEqual(240);
  expect(attemptsOf(office).length).toBe(delays.length + 1);
});

test('A recipient with a 5xx reply fails with exit 1 and delays no other mail; --retry-failed sends it', async () => {
  let isUnknown = true;
  const { office, received } = await startSmtpOffice(['Anna', 'Jan', 'Ewa'], {
    recipient: (address) =>
      isUnknown && address.startsWith('jan') ? { code: 550, text: '5.1.1 no such user' } : undefined,
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(1);
  expect(report.kinds[0]).toMatchObject({ sent: 2, failed: 1 });
  expect(attemptsOf(office).filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { phase: 'rcpt', reply_code: 550, enhanced_code: '5.1.1' },
  ]);
  expect((await office.run(winter('11-24 10:00'))).exitCode).toBe(0);
  isUnknown = false;
  await office.run(winter('11-24 11:00'), { retryFailed: true });
  expect(received.map(({ to }) => to[0])).toContain('jan@biuro.example');
  expect(office.states()).toEqual({ sent: 3 });
});
