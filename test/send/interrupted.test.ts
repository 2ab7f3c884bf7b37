import { expect, test } from 'vitest';
import { parseMail, winter } from '../helpers/office.js';
import { attemptsOf } from '../helpers/office-with-mail.js';
import { plainMailbox } from '../helpers/smtp.js';
import { startSmtpOffice } from '../helpers/smtp-office.js';

test('A mail interrupted while sending has unknown outcome; it is held, or resent with its Message-ID', async () => {
  const { office, received } = await startSmtpOffice(['Anna', 'Jan']);
  await office.run(winter('11-24 09:00'));
  const ids = async () =>
    (await Promise.all(received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId))).sort();
  const sent = await ids();
  const markAbandoned =
    "UPDATE messages SET state = 'sending', lease_owner = 'dead:0', lease_until = '2026-01-01T00:00:00.000Z', finished_at = NULL";
  office.change(markAbandoned);
  office.change('UPDATE attempts SET outcome = NULL, finished_at = NULL');

  office.notify({ 'audit-completed': { onUnknown: 'hold' } });
  const held = await office.run(winter('11-24 10:00'));
  expect(held).toMatchObject({ exitCode: 1, held: 2 });
  expect(office.states()).toEqual({ unknown: 2 });
  expect(attemptsOf(office).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);

  const [first, second] = office.rows<{ id: string }>('SELECT CAST(id AS TEXT) AS id FROM messages ORDER BY id');
  const after = await office.run(winter('11-24 10:01'), { resend: [first!.id], discard: [second!.id] });
  expect(after.held).toBe(0);
  expect(office.states()).toEqual({ sent: 1, skipped: 1 });
  expect(sent).toContain((await parseMail(received[2]!.raw)).parsed.messageId);

  office.change(`${markAbandoned} WHERE id = ?`, Number(first!.id));
  office.notify({ 'audit-completed': true });
  await office.run(winter('11-24 10:02'));
  expect(office.states()).toEqual({ sent: 1, skipped: 1 });
  expect(received).toHaveLength(4);
  expect(sent).toContain((await parseMail(received[3]!.raw)).parsed.messageId);
});

test('A claim of a dead run returns to the queue only after its lease expires', async () => {
  const { office, port, received } = await startSmtpOffice(['Anna']);
  office.settings = { ...office.settings, mailbox: plainMailbox(1) };
  await office.run(winter('11-24 09:00'));
  office.settings = { ...office.settings, mailbox: plainMailbox(port) };
  office.change(
    "UPDATE messages SET state = 'claimed', lease_owner = 'dead:0', lease_until = '2099-01-01T00:00:00.000Z'",
  );
  await office.run(winter('11-24 09:01'));
  expect(received).toHaveLength(0);
  office.change("UPDATE messages SET lease_until = '2026-01-01T00:00:00.000Z'");
  await office.run(winter('11-24 09:02'));
  expect(received).toHaveLength(1);
});

test('--resend gives a sent mail a new Message-ID; an id that cannot be changed stops the command', async () => {
  const { office, received } = await startSmtpOffice(['Anna', 'Jan']);
  await office.run(winter('11-24 09:00'));
  await office.run(winter('11-24 10:00'), { resend: ['1'] });
  const ids = await Promise.all(received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId));
  expect(new Set(ids).size).toBe(3);
  await expect(office.run(winter('11-24 11:00'), { resend: ['1', '4711'] })).rejects.toMatchObject({
    code: 'MESSAGE_NOT_FOUND',
    exitCode: 2,
  });
  expect(office.states()).toEqual({ sent: 2 });
  await expect(office.run(winter('11-24 11:00'), { discard: ['1'] })).rejects.toMatchObject({
    code: 'MESSAGE_NOT_FOUND',
  });
});

test('--resend refuses a message of a kind that is off, and --retry-failed leaves it failed', async () => {
  const { office } = await startSmtpOffice(['Anna']);
  await office.run(winter('11-24 09:00'));
  office.change("UPDATE messages SET state = 'failed'");
  office.notify({ absences: { recipients: ['szef@biuro.example'] } });
  await expect(office.run(winter('11-24 10:00'), { resend: ['1'] })).rejects.toMatchObject({
    code: 'MESSAGE_NOT_FOUND',
  });
  await office.run(winter('11-24 10:01'), { retryFailed: true });
  expect(office.states()).toEqual({ failed: 1 });
  office.change("UPDATE messages SET state = 'queued'");
  await expect(office.run(winter('11-24 10:02'), { resend: ['1'] })).rejects.toMatchObject({
    code: 'MESSAGE_NOT_FOUND',
  });
});
