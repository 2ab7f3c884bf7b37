import { afterEach, expect, test } from 'vitest';
import { type TestOffice, winter } from '../helpers/office.js';
import { addMailFor, officeWithMail } from '../helpers/office-with-mail.js';
import { startScripted, type ScriptedOptions, type ScriptedServer } from '../helpers/scripted-smtp.js';

let office: TestOffice;
let peer: ScriptedServer;
afterEach(async () => {
  office.close();
  await peer.close();
});

const start = Date.parse(winter('11-24 09:00'));
const minutes = (count: number) => new Date(start + count * 60_000).toISOString();

async function officeWith(names: readonly string[], options: ScriptedOptions): Promise<void> {
  peer = await startScripted(options);
  office = officeWithMail(peer.port, names, { giveUpAfter: '12 hours' });
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`);
const attempts = () => office.rows<{ count: number }>('SELECT COUNT(*) AS count FROM attempts')[0]!.count;
const stateOf = (name: string) =>
  office.rows<{ state: string }>(
    `SELECT m.state AS state FROM messages m JOIN source_users u ON u.user_id = m.user_id WHERE u.display_name = ?`,
    name,
  )[0]!.state;
const deferralCount = () => office.rows<{ count: number }>('SELECT SUM(deferrals) AS count FROM messages')[0]!.count;

test('A recipient that always gets 421 is retried with backoff, delays no other mail and fails in the end', async () => {
  await officeWith(['Zla', ...numbered('Dobra', 30)], {
    script: ({ stage, recipient }) =>
      stage === 'rcpt' && recipient!.startsWith('zla') ? { reply: '421 4.3.0 going away', drop: true } : undefined,
  });
  expect(await office.run(minutes(0))).toMatchObject({ exitCode: 0, errors: [], kinds: [{ sent: 30, deferred: 1 }] });
  expect(attempts()).toBe(33);
  let at = 0;
  let rounds = 0;
  for (; stateOf('Zla') === 'deferred' && rounds < 100; rounds += 1) {
    at =
      (Date.parse(
        office.rows<{ next: string }>("SELECT next_attempt_at AS next FROM messages WHERE state = 'deferred'")[0]!.next,
      ) -
        start) /
      60_000;
    addMailFor(office, `Dobra${100 + rounds}`);
    expect((await office.run(minutes(at))).kinds[0]).toMatchObject({ sent: 1 });
  }
  expect(stateOf('Zla')).toBe('failed');
  expect(at).toBeGreaterThanOrEqual(12 * 60);
  expect(at).toBeLessThan(17 * 60);
});

test('A single recipient that always gets 421 is held; it fails in the end once other mail is delivered', async () => {
  await officeWith(['Zla'], {
    script: ({ stage, recipient }) =>
      stage === 'rcpt' && recipient!.startsWith('zla') ? { reply: '421 4.3.0 going away', drop: true } : undefined,
  });
  let at = 0;
  const runAtNextAttempt = async () => {
    const report = await office.run(minutes(at));
    const [row] = office.rows<{ next: string }>(
      "SELECT next_attempt_at AS next FROM messages WHERE state = 'deferred'",
    );
    if (row !== undefined) at = (Date.parse(row.next) - start) / 60_000;
    return report;
  };
  while (at < 2 * 24 * 60) {
    const { exitCode, errors } = await runAtNextAttempt();
    expect(exitCode, errors.map(({ message }) => message).join('\n')).toBe(75);
  }
  expect(office.states()).toEqual({ deferred: 1 });
  addMailFor(office, 'Dobra');
  for (let round = 0; round < 30 && stateOf('Zla') === 'deferred'; round += 1) await runAtNextAttempt();
  expect(office.states()).toEqual({ failed: 1, sent: 1 });
});

test('Three recipients at the head of the queue that always lose the connection delay no other mail', async () => {
  await officeWith([...numbered('Zla', 3), ...numbered('Dobra', 30)], {
    script: ({ stage, recipient }) => (stage === 'rcpt' && recipient!.startsWith('zla') ? { drop: true } : undefined),
  });
  expect(await office.run(minutes(0))).toMatchObject({ exitCode: 0, errors: [], kinds: [{ sent: 30, deferred: 3 }] });
});

test('A server that drops every connection at RCPT ends the run early, and no attempt counts', async () => {
  await officeWith(numbered('Osoba', 100), { script: { rcpt: { drop: true } } });
  const report = await office.run(minutes(0));
  expect(report.exitCode).toBe(75);
  expect(report.errors.map(({ code }) => code)).toEqual(['MAILBOX_SUSPECTED']);
  expect(attempts()).toBeLessThanOrEqual(8);
  expect(deferralCount()).toBe(0);
});

test('A mail with unknown outcome is resent with backoff, and held after five resends', async () => {
  await officeWith(['Anna'], { script: { dot: { drop: true } } });
  const due = () =>
    (Date.parse(office.rows<{ next: string }>('SELECT next_attempt_at AS next FROM messages')[0]!.next) - start) /
    60_000;
  const waits: number[] = [];
  let at = 0;
  await office.run(minutes(at));
  for (let copy = 1; copy <= 5; copy += 1) {
    waits.push(due() - at);
    at = due();
    await office.run(minutes(at - 0.5));
    expect(attempts(), `shortly before copy ${copy}`).toBe(copy);
    await office.run(minutes(at));
    expect(attempts(), `copy ${copy}`).toBe(copy + 1);
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBeGreaterThan(50);
  for (const later of [due(), 12 * 60, 3 * 24 * 60])
    expect(await office.run(minutes(later))).toMatchObject({ exitCode: 1, held: 1 });
  expect(attempts()).toBe(6);
});

test('A server that never answers the final dot leaves at most five mails with unknown outcome', async () => {
  await officeWith(numbered('Osoba', 100), { script: { dot: { drop: true } } });
  expect(await office.run(minutes(0))).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_UNREACHABLE' }] });
  expect(office.states()['unknown']).toBeLessThanOrEqual(5);
});
