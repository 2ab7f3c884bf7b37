import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { TestOffice, winter } from '../helpers/office.js';
import { addMailFor, officeWithMail } from '../helpers/office-with-mail.js';
import { startScripted, type ScriptedServer, type Stage } from '../helpers/scripted-smtp.js';
import { startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
const peers: ScriptedServer[] = [];
afterEach(async () => {
  office.close();
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

type Refuse = (recipient: string) => string | undefined;

/** An office with two accounts, whose servers reply so at this stage; undefined is the usual reply. */
async function officeWith(names: readonly string[], stage: Stage, ...refusals: readonly [Refuse, Refuse?]) {
  const accounts: object[] = [];
  for (const [name, refuse] of [
    ['pierwsze', refusals[0]],
    ['drugie', refusals[1]],
  ] as const) {
    const peer = await startScripted({
      script: (moment) => {
        const reply = moment.stage === stage ? refuse?.(moment.recipient ?? '') : undefined;
        return reply === undefined ? undefined : { reply };
      },
    });
    peers.push(peer);
    accounts.push({ name, host: '127.0.0.1', port: peer.port, security: 'none', from: `${name}@inny.example` });
  }
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') } },
    { mailbox: { from: 'powiadomienia@biuro.example', accounts }, alerts: { recipients: ['szef@biuro.example'] } },
  );
  addMailFor(office, ...names);
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Osoba${index}`);

describe('A reply to everybody at the first account: all mails go out through the second in the first run', () => {
  test.each<[Stage, string]>([
    ['rcpt', '452 4.3.1 Insufficient system storage'],
    ['dot', '451 4.3.0 Temporary lookup failure'],
    ['mail', '450 Too many requests'],
    ['data', '451 4.7.0 Temporary server error'],
    ['dot', '554 5.2.0 blocked for OutboundSpam'],
    ['rcpt', '550 Sender address is not allowed'],
  ])('%s: %s', async (stage, reply) => {
    await officeWith(numbered(12), stage, () => reply);
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode: 0, errors: [], kinds: [{ sent: 12, failed: 0 }] });
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]!.message).toContain(reply);
    expect(peers[1]!.received).toHaveLength(12);
    expect(peers[1]!.received.every(({ from }) => from === 'drugie@inny.example')).toBe(true);
    expect(office.rows('SELECT DISTINCT deferrals AS count FROM messages')).toEqual([{ count: 0 }]);
  });
});

test('A bad address that both accounts refuse suspends none, and fails when the first delivers the next mail', async () => {
  const refuse: Refuse = (to) => (to.startsWith('zla') ? '550 nobody here' : undefined);
  await officeWith(['Zla', ...numbered(5)], 'rcpt', refuse, refuse);
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 1, errors: [], warnings: [], kinds: [{ sent: 5, failed: 1 }] });
  expect(peers[0]!.received).toHaveLength(5);
  expect(office.rows("SELECT account FROM attempts WHERE outcome = 'failed'")).toEqual([{ account: 'drugie' }]);
});

test('An account that was suspended is reported to the administrator after a day, and only once', async () => {
  await officeWith(['Anna'], 'rcpt', () => '550 not today');
  await office.run(winter('11-24 09:00'));
  const alerts = () => peers[1]!.received.filter(({ to }) => to[0] === 'szef@biuro.example');
  expect(alerts()).toHaveLength(0);
  await office.run(winter('11-25 09:00'));
  expect(alerts()).toHaveLength(1);
  const text = Buffer.from(alerts()[0]!.raw.toString().split('\r\n\r\n')[2] ?? '', 'base64').toString();
  expect(text).toContain('pierwsze');
  expect(text).toContain('550 not today');
  await office.run(winter('11-26 09:00'));
  expect(alerts()).toHaveLength(1);
});

test('Without another account, a suspicion of a day is told in every run, and nothing fails in a week', async () => {
  await officeWith(['Anna', 'Jan'], 'dot', () => '554 5.2.0 blocked');
  const [first] = (office.settings['mailbox'] as { accounts: object[] }).accounts;
  office.settings = { ...office.settings, mailbox: { from: 'a@biuro.example', accounts: [first] } };
  for (let hour = 0; hour < 7 * 24; hour += 12) {
    const at = new Date(Date.parse(winter('11-24 09:00')) + hour * 3_600_000).toISOString();
    expect(await office.run(at)).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_SUSPECTED' }] });
  }
  expect(office.states()).toEqual({ deferred: 2 });
  expect(office.rows('SELECT suspected_since AS since FROM mail_accounts')).toEqual([
    { since: new Date(winter('11-24 09:00')).toISOString() },
  ]);
});

test('A server that takes two connections of three gets the whole queue over two, which is told and remembered', async () => {
  let [open, most] = [0, 0];
  const peer = await startSmtp({
    delay: 5,
    onConnect: (_session, callback) => {
      open += 1;
      most = Math.max(most, open);
      callback(
        open > 2 ? Object.assign(new Error('Too many concurrent SMTP connections'), { responseCode: 421 }) : null,
      );
    },
    onClose: () => {
      open -= 1;
    },
  });
  onTestFinished(() => peer.close());
  office = officeWithMail(peer.port, numbered(40), { smtp: { name: 'konto', connections: 3 } });
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 0, errors: [], kinds: [{ sent: 40 }] });
  expect(report.warnings).toMatchObject([
    { code: 'MAILBOX_FEWER_CONNECTIONS', args: { account: 'konto', accepted: 2, configured: 3 } },
  ]);
  expect(peer.received).toHaveLength(40);

  most = 0;
  addMailFor(office, 'Anna', 'Jan', 'Ewa', 'Maria');
  expect(await office.run(winter('11-24 09:30'))).toMatchObject({ exitCode: 0, warnings: [], kinds: [{ sent: 4 }] });
  expect(most).toBe(2);
});
