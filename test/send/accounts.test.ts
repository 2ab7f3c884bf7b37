import { afterEach, expect, test } from 'vitest';
import { connect } from '../../src/database/index.js';
import { reserveQuota } from '../../src/outbox/index.js';
import { onSqlServer, parseMail, TestOffice, winter } from '../helpers/office.js';
import { startSmtp, type PeerOptions, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
const peers: SmtpPeer[] = [];
afterEach(async () => {
  office.close();
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

async function peer(options: PeerOptions = {}): Promise<SmtpPeer> {
  const started = await startSmtp(options);
  peers.push(started);
  return started;
}

const account = (name: string, port: number, more: object = {}) => ({
  name,
  host: '127.0.0.1',
  port,
  security: 'none',
  ...more,
});

/** Creates an office with these accounts and one mail each for this many guardians. */
function officeWith(mails: number, ...accounts: object[]): void {
  office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
  setAccounts(...accounts);
  addMails(mails);
}

function setAccounts(...accounts: object[]): void {
  office.settings = { ...office.settings, mailbox: { from: 'powiadomienia@biuro.example', accounts } };
}

function addMails(mails: number): void {
  for (let index = 0; index < mails; index += 1) {
    const id = office.nextId();
    office.audit(office.client(`Firma ${id}`, { client: [office.user(`Osoba${id}`)] }), winter('11-24 08:00'));
  }
}

const refusesLogin: PeerOptions = {
  authOptional: false,
  authMethods: ['PLAIN'],
  allowInsecureAuth: true,
  onAuth: (_auth, _session, callback) => {
    callback(Object.assign(new Error('5.7.8 no'), { responseCode: 535 }));
  },
};
const usage = () =>
  office.rows<{ account: string; quota_window: string; messages: number }>(
    'SELECT account, quota_window, SUM(messages) AS messages FROM account_usage GROUP BY account, quota_window ORDER BY account, quota_window',
  );

test('The next account takes over from an unreachable one with a warning, and is then tried first', async () => {
  const second = await peer();
  officeWith(5, account('pierwsze', 1), account('drugie', second.port));
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(0);
  expect(report.errors).toEqual([]);
  expect(report.warnings).toMatchObject([{ code: 'MAILBOX_UNREACHABLE' }]);
  expect(second.received).toHaveLength(5);
  expect(office.rows('SELECT DISTINCT deferrals FROM messages')).toMatchObject([{ deferrals: 0 }]);

  const first = await peer();
  setAccounts(account('pierwsze', first.port), account('drugie', second.port));
  addMails(1);
  const next = await office.run(winter('11-24 10:00'));
  expect(next.warnings).toEqual([]);
  expect([first.received.length, second.received.length]).toEqual([0, 6]);
  expect(office.rows("SELECT DISTINCT account FROM attempts WHERE outcome = 'sent'")).toEqual([{ account: 'drugie' }]);
});

test('A refused login switches to the next account; if no account works, the worst exit code wins', async () => {
  const closed = await peer(refusesLogin);
  const open = await peer();
  const refused = account('bez prawa', closed.port, { user: 'biuro', password: 'tajne-haslo' });
  officeWith(3, refused, account('drugie', open.port));
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 0, warnings: [{ code: 'MAILBOX_LOGIN_REFUSED' }] });
  expect(open.received).toHaveLength(3);

  addMails(2);
  setAccounts(account('nieczynne', 1), refused);
  const stuck = await office.run(winter('11-24 10:00'));
  expect(stuck.exitCode).toBe(77);
  expect(stuck.errors.map(({ code }) => code).sort()).toEqual(['MAILBOX_LOGIN_REFUSED', 'MAILBOX_UNREACHABLE']);
  expect(office.states()).toEqual({ sent: 3, queued: 2 });
});

test('The daily quota holds across runs; mails beyond it wait or go through the next account', async () => {
  const first = await peer();
  officeWith(5, account('pierwsze', first.port, { messagesPerDay: 2 }));
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_QUOTA_REACHED' }] });
  expect(office.states()).toEqual({ sent: 2, queued: 3 });
  expect((await office.run(winter('11-24 10:00'))).exitCode).toBe(75);
  expect(first.received).toHaveLength(2);

  const second = await peer();
  setAccounts(account('pierwsze', first.port, { messagesPerDay: 3 }), account('drugie', second.port));
  const shared = await office.run(winter('11-24 11:00'));
  expect(shared).toMatchObject({ exitCode: 0, warnings: [{ code: 'MAILBOX_QUOTA_REACHED' }] });
  expect([first.received.length, second.received.length]).toEqual([3, 2]);
  expect(usage()).toEqual([{ account: 'pierwsze', quota_window: 'day', messages: 3 }]);
});

test('At the quota per minute the next account takes over; without one the run waits until its deadline', async () => {
  const [first, second] = [await peer(), await peer()];
  officeWith(6, account('pierwsze', first.port, { messagesPerMinute: 2 }), account('drugie', second.port));
  expect((await office.run(winter('11-24 09:00'))).exitCode).toBe(0);
  expect([first.received.length, second.received.length]).toEqual([2, 4]);

  addMails(2);
  setAccounts(account('pierwsze', first.port, { messagesPerMinute: 2 }));
  const report = await office.run(winter('11-24 09:01'), { maxDuration: 2_000 });
  expect(report.exitCode).toBe(0);
  expect(first.received).toHaveLength(2);
  expect(office.states()).toEqual({ sent: 6, queued: 2 });
});

test('Quota windows slide: a message counts for a full minute or a full day after it was sent', async () => {
  officeWith(0);
  setAccounts(account('konto', 1));
  await office.run(winter('11-24 09:00'));
  const database = await connect(office.config.database);
  const reserve = (limits: object) =>
    database.transaction((transaction) => reserveQuota(transaction, { name: 'konto', ...limits }));
  const age = (seconds: number) => {
    office.change('UPDATE account_usage SET started_at = ?', new Date(Date.now() - seconds * 1000).toISOString());
  };
  const perMinute = { messagesPerMinute: 2 };
  expect(await reserve(perMinute)).toMatchObject({ counted: [{ window: 'minute' }] });
  age(0);
  expect(await reserve({})).toEqual({ counted: [] });
  office.change('UPDATE account_usage SET messages = 2');
  const rateLimited = await reserve(perMinute);
  expect(rateLimited).toMatchObject({ window: 'minute', limit: 2 });
  expect((rateLimited as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(50_000);
  age(59);
  expect(await reserve(perMinute)).toMatchObject({ window: 'minute' });
  age(63);
  expect(await reserve(perMinute)).toMatchObject({ counted: [{ window: 'minute' }] });

  office.change("UPDATE account_usage SET quota_window = 'day', messages = 2 WHERE messages = 2");
  office.change("DELETE FROM account_usage WHERE quota_window = 'minute'");
  const perDay = { messagesPerDay: 2 };
  age(23.9 * 3600);
  expect(await reserve(perDay)).toMatchObject({ window: 'day' });
  age(24.6 * 3600);
  expect(await reserve(perDay)).toMatchObject({ counted: [{ window: 'day' }] });
  await database.close();
});

test('A message that never reached the server does not use the quota', async () => {
  officeWith(4, account('nieczynne', 1, { messagesPerDay: 10, messagesPerMinute: 10 }));
  expect((await office.run(winter('11-24 09:00'))).exitCode).toBe(75);
  expect(usage().map(({ messages }) => messages)).toEqual([0, 0]);
});

test('A mail too large for one account goes through another, and fails if every account is too small', async () => {
  const [first, second] = [await peer(), await peer()];
  officeWith(3, account('małe', first.port, { maxMessageSize: '1 kB' }), account('duże', second.port));
  expect((await office.run(winter('11-24 09:00'))).exitCode).toBe(0);
  expect([first.received.length, second.received.length]).toEqual([0, 3]);

  setAccounts(account('małe', first.port, { maxMessageSize: '1 kB' }));
  addMails(1);
  expect((await office.run(winter('11-24 10:00'))).exitCode).toBe(1);
  expect(office.states()).toEqual({ sent: 3, failed: 1 });
  expect(
    office.rows<{ reply_text: string }>("SELECT reply_text FROM attempts WHERE outcome = 'failed'")[0]!.reply_text,
  ).toMatch(/bytes are more than any account takes \(1024\)/);
});

test('An account can have its own sender, in the envelope and in the header', async () => {
  const second = await peer();
  officeWith(1, account('pierwsze', 1), account('drugie', second.port, { from: 'zapas@inny.example' }));
  await office.run(winter('11-24 09:00'));
  expect(second.received[0]!.from).toBe('zapas@inny.example');
  const { parsed } = await parseMail(second.received[0]!.raw);
  expect(parsed.from!.value).toEqual([{ address: 'zapas@inny.example', name: 'Biuro Testowe' }]);
  expect(parsed.messageId).toContain('@biuro.example');
});

test('Overlapping runs never open more connections than the account allows', async () => {
  let [open, maxOpen] = [0, 0];
  const counting = await peer({
    delay: 5,
    onConnect: (_session, callback) => {
      open += 1;
      maxOpen = Math.max(maxOpen, open);
      callback();
    },
    onClose: () => {
      open -= 1;
    },
  });
  officeWith(60, account('konto', 1));
  await office.run(winter('11-24 09:00'));
  setAccounts(account('konto', counting.port, { connections: 3 }));
  const runs = await Promise.all(Array.from({ length: 5 }, () => office.run(winter('11-24 09:01'))));
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
  expect(office.states()).toEqual({ sent: 60 });
  expect(counting.received).toHaveLength(60);
  expect(maxOpen).toBeGreaterThan(onSqlServer ? 0 : 1);
  expect(maxOpen).toBeLessThanOrEqual(3);
  expect(office.rows('SELECT * FROM account_connections')).toEqual([]);
});

test('Connection leases of a dead run are free only after they expire', async () => {
  const { port, received } = await peer();
  officeWith(2, account('konto', port, { connections: 2 }));
  await office.run(winter('11-24 07:00'), { only: ['absences'] });
  for (const position of [1, 2]) {
    office.change(
      `INSERT INTO account_connections (account, position, lease_owner, lease_until) VALUES ('konto', ${position}, 'umarły', '2099-01-01T00:00:00.000Z')`,
    );
  }
  const waits = await office.run(winter('11-24 09:00'), { maxDuration: 2_000 });
  expect(waits.exitCode).toBe(0);
  expect(office.states()).toEqual({ queued: 2 });
  office.change("UPDATE account_connections SET lease_until = '2020-01-01T00:00:00.000Z'");
  await office.run(winter('11-24 09:01'));
  expect(received).toHaveLength(2);
});
