import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHealth } from '../../src/inspect/check-health.js';
import type { Check } from '../../src/inspect/check.js';
import { loadRealMail } from '../../src/inspect/real-mail.js';
import { command } from '../helpers/command.js';
import { headerLine, parseMail, TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

let office: TestOffice;
let peer: SmtpPeer;
beforeEach(async () => {
  peer = await startSmtp();
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') }, absences: { recipients: ['kadry@biuro.example'] } },
    { mailbox: { ...plainMailbox(peer.port), redirectTo: 'proba@biuro.example' } },
  );
  for (const name of ['Anna', 'Ewa'])
    office.audit(office.client(`Firma ${name}`, { client: [office.user(name)] }), winter('11-24 07:00'));
});
afterEach(async () => {
  office.close();
  await peer.close();
});

test('redirectTo sends every mail to one address, with the true recipient in subject and header', async () => {
  office.client('Sierota');
  office.settings = { ...office.settings, alerts: { recipients: ['admin@biuro.example'] } };
  const report = await office.run(winter('11-24 08:00'));
  expect(report).toMatchObject({ exitCode: 0, redirectTo: 'proba@biuro.example' });
  expect(peer.received.map(({ to }) => to)).toEqual(peer.received.map(() => ['proba@biuro.example']));
  const mails = await Promise.all(peer.received.map(({ raw }) => parseMail(raw)));
  expect(mails.map(({ to }) => to)).toEqual(mails.map(() => 'proba@biuro.example'));
  const recipients = mails.map(({ subject, parsed }) => [
    /^\[(.*?)\] /.exec(subject)?.[1],
    headerLine(parsed, 'x-mobevo-recipient'),
  ]);
  expect(recipients.sort()).toEqual(
    ['admin', 'anna', 'ewa'].map((name) => [`${name}@biuro.example`, `${name}@biuro.example`]),
  );
  const checks: Check[] = [];
  for await (const check of checkHealth(office.config)) checks.push(check);
  expect(checks.filter(({ check, state }) => check === 'mailbox' && state === 'warning')).toMatchObject([
    { found: { args: { address: 'proba@biuro.example' } } },
  ]);
});

test('test-smtp --kind sends one mail of a kind, of the database or made up, and changes nothing', async () => {
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  const send = (...args: string[]) =>
    command(['test-smtp', '--to', 'ja@biuro.example', ...args], { cwd: office.directory });
  expect(await send('--kind', 'audit-completed')).toMatchObject({ code: 0, stderr: '' });
  expect(await send('--kind', 'absences', '--sample')).toMatchObject({ code: 0, stderr: '' });
  const none = await send('--kind', 'absences');
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect(none.stderr).toContain('[NO_MAIL_OF_KIND]');
  const mails = await Promise.all(peer.received.map(({ raw }) => parseMail(raw)));
  expect(mails.map(({ kind, to }) => [kind, to])).toEqual([
    ['audit-completed', 'ja@biuro.example'],
    ['absences', 'ja@biuro.example'],
  ]);
  expect(mails[0]!.subject).toMatch(/^\[(anna|ewa)@biuro\.example\] /);
  expect(mails[0]!.text).toMatch(/Firma (Anna|Ewa)/);
  expect(mails[1]!.subject).not.toMatch(/^\[/);
  expect(office.database.tables()).not.toContain('messages');
});

test('A mail of a kind is shown again from the newest message whose events the source still has', async () => {
  await office.run(winter('11-24 08:00'));
  office.change('DELETE FROM source_audits WHERE event_id = (SELECT MAX(event_id) FROM source_audits)');
  const newest = office.rows(
    "SELECT recipient FROM messages WHERE id = (SELECT MAX(id) FROM messages WHERE state = 'sent')",
  );
  const { recipient } = await loadRealMail(office.config, 'audit-completed');
  expect(recipient.address).toBe('anna@biuro.example');
  const [ewa] = office.rows(
    "SELECT CONCAT('user:', user_id) AS recipient FROM source_users WHERE display_name = 'Ewa'",
  );
  expect(newest).toEqual([ewa]);
});

test('test-smtp --kind without --to or with two kinds, and --sample without --kind, are usage errors', async () => {
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  for (const args of [
    ['--kind', 'absences'],
    ['--sample', '--to', 'ja@biuro.example'],
    ['--kind', 'absences,audit-completed', '--to', 'ja@biuro.example'],
  ]) {
    const { code, stderr } = await command(['test-smtp', ...args], { cwd: office.directory });
    expect(code).toBe(2);
    expect(stderr).toContain(args.length === 4 ? '[UNKNOWN_KIND]' : '[OPTION_MISSING]');
  }
});
