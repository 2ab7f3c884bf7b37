import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previewLineSchema } from '../../scripts/generate/output-schemas/preview.js';
import { runLineSchema } from '../../scripts/generate/output-schemas/run.js';
import { explain } from '../../src/inspect/explain.js';
import { command } from '../helpers/command.js';
import { TestOffice, winter } from '../helpers/office.js';
import { startScripted, type ScriptedServer } from '../helpers/scripted-smtp.js';

let office: TestOffice;
let server: ScriptedServer;
beforeEach(async () => {
  office = new TestOffice({ 'audit-completed': { since: winter('11-01 00:00') } });
  server = await startScripted({
    script: ({ stage, recipient }) =>
      stage === 'rcpt' && recipient?.startsWith('busy') === true ? { reply: '450 4.2.1 busy' } : undefined,
  });
});
afterEach(async () => {
  office.close();
  await server.close();
});

/** One account of the scripted server. */
const withAccount = (limits: object = {}) => {
  const smtp = { name: 'biuro', host: '127.0.0.1', port: server.port, security: 'none', ...limits };
  office.settings = { ...office.settings, mailbox: { from: 'p@biuro.example', smtp } };
};
const audit = (name: string, at: string) => {
  office.audit(office.client(`Firma ${name}`, { client: [office.user(name)] }), winter(at));
};
const iso = (time: string) => new Date(winter(time)).toISOString();
/** Recipient, state and time of each message of a dry run. */
const departures = async (now: string) => {
  const { messages } = await office.dryRun(winter(now));
  return messages.map(({ address, state, leavesAt }) => [address?.split('@')[0], state, leavesAt]);
};
const dueAt = async (now: string) => (await office.dryRun(winter(now))).kinds[0]!.dueAt;

test('A kind is due by its schedule, after quiet hours and days off; its mails leave then', async () => {
  office.notify({
    'audit-completed': {
      since: winter('11-01 00:00'),
      schedule: { every: '12 hours', startAt: '06:00' },
      quietHours: { from: '20:00', until: '07:00' },
      workingDaysOnly: true,
    },
  });
  await office.run(winter('11-26 07:00'));
  audit('Anna', '11-26 07:30');
  expect(await dueAt('11-26 08:00')).toBe(iso('11-26 18:00'));
  expect(await departures('11-26 08:00')).toEqual([]);
  expect(await departures('11-26 18:00')).toEqual([['anna', 'queued', iso('11-26 18:00')]]);
  await office.run(winter('11-27 18:00'));
  audit('Jan', '11-27 19:00');
  office.change("UPDATE messages SET state = 'queued'");
  expect(await dueAt('11-27 21:00')).toBe(iso('11-30 07:00'));
  expect(await departures('11-27 21:00')).toEqual([['anna', 'queued', iso('11-30 07:00')]]);
});

test('A deferred mail leaves at its next attempt, a held one is not shown', async () => {
  office.notify({ 'audit-completed': { since: winter('11-01 00:00'), onUnknown: 'hold' } });
  withAccount();
  for (const name of ['busy', 'Anna']) audit(name, '11-24 05:00');
  await office.run(winter('11-24 06:00'));
  expect(office.states()).toEqual({ deferred: 1, sent: 1 });
  const [deferred] = office.rows<{ next: string }>(
    "SELECT next_attempt_at AS next FROM messages WHERE state = 'deferred'",
  );
  office.change("UPDATE messages SET state = 'unknown' WHERE state = 'sent'");
  expect(await departures('11-24 06:00')).toEqual([['busy', 'deferred', new Date(deferred!.next).toISOString()]]);
  expect(await departures('11-24 18:00')).toEqual([['busy', 'queued', iso('11-24 18:00')]]);
});

test('Mails over the quota of a minute and of a day leave when the account may send again', async () => {
  withAccount({ messagesPerMinute: 2, messagesPerDay: 3 });
  for (const name of ['A', 'B', 'C', 'D']) audit(name, '11-24 05:00');
  const times = (await departures('11-24 06:00')).map(([, , at]) => at);
  // Quotas are counted in buckets of 2 seconds and of half an hour.
  const minute = new Date(Date.parse(iso('11-24 06:00')) + 62_000).toISOString();
  expect(times).toEqual([iso('11-24 06:00'), iso('11-24 06:00'), minute, iso('11-25 06:30')]);
});

test('`--why` tells since when an account without quota can send again', async () => {
  withAccount({ messagesPerDay: 1 });
  const client = office.client('Firma', { client: [office.user('Anna')] });
  const minutesAgo = (count: number) => new Date(Date.now() - count * 60_000).toISOString();
  office.audit(client, minutesAgo(20));
  const why = async () => (await explain(office.config, 'Anna')).find(({ kind }) => kind === 'audit-completed');
  expect(await why()).toMatchObject({ reason: 'would-send' });
  expect(await office.run()).toMatchObject({ exitCode: 0 });
  const [sent] = office.rows<{ at: string }>('SELECT started_at AS at FROM account_usage');
  office.audit(client, minutesAgo(10));
  const until = new Date(Date.parse(sent!.at) + 24.5 * 3_600_000).toISOString();
  expect(await why()).toMatchObject({ reason: 'account-waits', until });
});

test('While its account rests, a mail leaves after the rest, unless new mails let a run try the account again', async () => {
  withAccount({ messagesPerDay: 100 });
  audit('Anna', '11-24 05:00');
  await office.run(winter('11-24 06:00'));
  const [refused, rested] = [iso('11-24 06:05'), iso('11-24 07:05')];
  office.change("UPDATE messages SET state = 'queued', next_attempt_at = ?", refused);
  office.change(
    "UPDATE mail_accounts SET suspected_since = ?, refused_at = ?, refused_phase = 'rcpt', refusal = '550 no', rests = 1, rests_until = ?",
    refused,
    refused,
    rested,
  );
  expect(await departures('11-24 06:10')).toEqual([['anna', 'queued', rested]]);
  audit('Jan', '11-24 06:08');
  const now = iso('11-24 06:10');
  expect(await departures('11-24 06:10')).toEqual([
    ['anna', 'queued', now],
    ['jan', 'queued', now],
  ]);
});

test('The dry run and the preview print the time: for people in the office time, in JSON as ISO 8601', async () => {
  office.notify({
    'audit-completed': { since: winter('11-01 00:00') },
    'documents-delivered': { since: winter('11-01 00:00'), schedule: { every: '1 day', startAt: '16:30' } },
  });
  withAccount({ messagesPerDay: 1 });
  const guardians = [office.user('Anna'), office.user('Jan')];
  const client = office.client('Firma', { client: guardians, accounting: guardians.slice(0, 1) });
  office.audit(client, winter('11-26 05:00'));
  office.delivery(client, winter('11-26 05:00'));
  writeFileSync(
    join(office.directory, 'mobevo-notify.config.json'),
    JSON.stringify({ ...office.settings, language: 'pl' }),
  );
  const at = ['--now', winter('11-26 06:00')];
  const run = (...args: string[]) => command(['run', '--dry-run', ...at, ...args], { cwd: office.directory });
  const { stdout } = await run();
  expect(stdout).toMatch(/^#1 audit-completed anna@biuro\.example oczekująca, wyjdzie 26\.11\.2026 06:00$/m);
  expect(stdout).toMatch(/^#2 audit-completed jan@biuro\.example oczekująca, wyjdzie 27\.11\.2026 06:30$/m);
  expect(stdout).toMatch(/rodzaj +│ do wysłania │ termin wysyłki +│ zaplanowane │ oczekujące │ pominięte/);
  expect(stdout).toMatch(/│ documents-delivered │ nie +│ 26\.11\.2026 16:30 │ +0 │/);
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
  const json = lines((await run('--json')).stdout);
  for (const line of json) expect(runLineSchema.parse(line)).toEqual(line);
  expect(json).toMatchObject([
    { leavesAt: iso('11-26 06:00') },
    { leavesAt: iso('11-27 06:30') },
    { kinds: [{ dueAt: iso('11-26 06:00') }, { due: false, dueAt: iso('11-26 16:30') }] },
  ]);

  const preview = (...args: string[]) => command(['preview', ...at, ...args], { cwd: office.directory });
  const text = (await preview('documents-delivered')).stdout;
  expect(text).toMatch(/^Do: +Anna <anna@biuro\.example>\nTemat: .*\nWysyłka: 26\.11\.2026 16:30$/m);
  const mails = lines((await preview('--json')).stdout);
  for (const line of mails) expect(previewLineSchema.parse(line)).toEqual(line);
  expect(mails).toMatchObject([
    { kind: 'audit-completed', leavesAt: iso('11-26 06:00') },
    { kind: 'audit-completed', leavesAt: iso('11-27 06:30') },
    { kind: 'documents-delivered', leavesAt: iso('11-28 07:00') },
  ]);
});
