import { afterEach, expect, test } from 'vitest';
import { type TestOffice, winter } from '../helpers/office.js';
import { addMailFor, officeWithMail } from '../helpers/office-with-mail.js';
import { startScripted, type ScriptedOptions, type ScriptedServer } from '../helpers/scripted-smtp.js';
import { plainMailbox } from '../helpers/smtp.js';

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
const deferralCount = () => office.rows<{ count: number }>('SELECT SUM(deferrals) AS count FROM messages')[0]!.count;

/** Replies to RCPT of the recipients whose address starts with `prefix`. */
const refusing = (prefix: string, reply: (recipient: string) => string): ScriptedOptions => ({
  script: ({ stage, recipient }) =>
    stage === 'rcpt' && recipient!.startsWith(prefix) ? { reply: reply(recipient!) } : undefined,
});
const noSuchUser = (to: string) => `550 <${to}>: nobody of that name, ref ${Math.random()}`;

test('Bad addresses refused without an enhanced code fail, and all other mails are sent', async () => {
  await officeWith([...numbered('Zla', 5), ...numbered('Dobra', 20)], refusing('zla', noSuchUser));
  const report = await office.run(minutes(0));
  expect(report).toMatchObject({ exitCode: 1, errors: [] });
  expect(office.states()).toEqual({ failed: 5, sent: 20 });
  expect(attempts()).toBe(25);
});

test('Two refused recipients and no other mail are held and reported; they fail once another mail is sent', async () => {
  await officeWith(['Zla', 'Zly'], refusing('zl', noSuchUser));
  const report = await office.run(minutes(0));
  expect(report).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_SUSPECTED' }] });
  expect(report.errors[0]!.args).toMatchObject({
    account: `127.0.0.1:${peer.port}`,
    phase: { code: 'deliveryPhase.rcpt' },
    waiting: 2,
  });
  expect(report.errors[0]!.args['reason']).toContain('nobody of that name');
  expect(office.states()).toEqual({ deferred: 2 });
  expect(deferralCount()).toBe(0);

  addMailFor(office, 'Dobra');
  expect(await office.run(minutes(30 * 24 * 60))).toMatchObject({ exitCode: 1, errors: [] });
  expect(office.states()).toEqual({ failed: 2, sent: 1 });
});

test('A daily limit of the account fails no mail, in an office of three and with a run a day', async () => {
  let left = 0;
  await officeWith([], {
    script: ({ stage }) => {
      if (stage !== 'rcpt') return undefined;
      left -= 1;
      return left < 0 ? { reply: '550 limit of 2 rcpts per 24 hours' } : undefined;
    },
  });
  for (let day = 0; day < 7; day += 1) {
    left = 2;
    addMailFor(office, `Anna${day}`, `Jan${day}`, `Ewa${day}`);
    expect(await office.run(minutes(day * 24 * 60))).toMatchObject({ exitCode: 75, kinds: [{ failed: 0 }] });
  }
  left = 1_000;
  expect(await office.run(minutes(7 * 24 * 60))).toMatchObject({ exitCode: 0 });
  expect(office.states()).toEqual({ sent: 21 });
});

test('Refused mails are deferred, not failed, if the quota is used up before other recipients are tried', async () => {
  await officeWith(
    numbered('Anna', 7),
    refusing('anna', () => '550 account blocked today'),
  );
  office.settings = { ...office.settings, mailbox: plainMailbox(peer.port, { messagesPerDay: 2, connections: 1 }) };
  await office.run(minutes(0));
  expect(office.states()).toEqual({ deferred: 2, queued: 5 });
});

test('Several messages to one bad address count as one recipient', async () => {
  await officeWith([], refusing('anna', noSuchUser));
  const anna = office.user('Anna');
  for (let index = 0; index < 5; index += 1) office.user(`A${index}`, 'anna@biuro.example');
  for (let user = anna; user <= anna + 5; user += 1)
    office.audit(office.client(`Firma ${user}`, { client: [user] }), winter('11-24 08:00'));
  expect(await office.run(minutes(0))).toMatchObject({ exitCode: 75, kinds: [{ failed: 0 }] });
  expect(office.states()).toEqual({ deferred: 6 });
  // Three recipients would make the account rest.
  expect(office.rows('SELECT rests_until FROM mail_accounts')).toEqual([{ rests_until: null }]);
});

test('The same refusal for every recipient stops the account within eight attempts; none of 1,000 mails fails', async () => {
  await officeWith(
    numbered('Osoba', 1_000),
    refusing('', () => `554 5.7.1 policy says no (id ${Math.random()})`),
  );
  const report = await office.run(minutes(0));
  expect(report.exitCode).toBe(75);
  expect(report.errors.map(({ code }) => code)).toEqual(['MAILBOX_SUSPECTED']);
  expect(report.kinds[0]).toMatchObject({ failed: 0, deferred: 0 });
  expect(attempts()).toBeLessThanOrEqual(8);
  const { queued, deferred } = office.states();
  expect(queued! + deferred!).toBe(1_000);
  expect(deferred).toBe(attempts());
  expect(deferralCount()).toBe(0);
});

test('Three bad addresses are deferred as a suspected account; they fail once other mails are sent', async () => {
  await officeWith(numbered('Zla', 3), refusing('zla', noSuchUser));
  expect(await office.run(minutes(0))).toMatchObject({ exitCode: 75, kinds: [{ failed: 0 }] });
  expect(office.states()).toEqual({ deferred: 3 });
  expect(await office.run(minutes(1))).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_SUSPECTED' }] });
  expect(attempts()).toBe(3);
  expect(await office.run(minutes(10))).toMatchObject({ exitCode: 75, kinds: [{ failed: 0 }] });

  addMailFor(office, 'Dobra');
  expect((await office.run(minutes(11))).kinds[0]).toMatchObject({ sent: 1, failed: 1 });
  addMailFor(office, 'Inna');
  expect(await office.run(minutes(20))).toMatchObject({ exitCode: 1, errors: [], kinds: [{ failed: 2, sent: 1 }] });
  expect(office.states()).toEqual({ failed: 3, sent: 2 });
});

test('A thousand queued mails get eight attempts, then fewer and fewer, until the account is mended', async () => {
  let isBlocked = true;
  await officeWith(numbered('Osoba', 1_000), {
    script: ({ stage }) => (isBlocked && stage === 'rcpt' ? { reply: '452 4.3.1 no space' } : undefined),
  });
  for (let minute = 0; minute < 60; minute += 5)
    expect(await office.run(minutes(minute))).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_SUSPECTED' }] });
  expect(attempts()).toBeLessThanOrEqual(5 * 8);
  expect(deferralCount()).toBe(0);
  isBlocked = false;
  expect((await office.run(minutes(120))).exitCode).toBe(0);
  expect(office.states()).toEqual({ sent: 1_000 });
});

test('--retry-failed ends the rest of an account', async () => {
  let isBlocked = true;
  await officeWith(numbered('Osoba', 3), {
    script: ({ stage }) => (isBlocked && stage === 'dot' ? { reply: '554 no' } : undefined),
  });
  expect((await office.run(minutes(0))).exitCode).toBe(75);
  isBlocked = false;
  expect((await office.run(minutes(1))).exitCode).toBe(75);
  expect((await office.run(minutes(1), { retryFailed: true })).exitCode).toBe(0);
  expect(office.states()).toEqual({ sent: 3 });
});

test('After a refusal a recipient of another domain is tried next, although twenty of the same one come first', async () => {
  await officeWith(numbered('Osoba', 25), {
    script: ({ stage, recipient }) =>
      stage === 'rcpt' && recipient!.endsWith('@biuro.example') ? { reply: '451 lookup failure' } : undefined,
  });
  office.audit(
    office.client('Inny', { client: [office.user('Inny', 'inny@gdzie-indziej.example')] }),
    winter('11-24 08:00'),
  );
  expect(await office.run(minutes(0))).toMatchObject({ kinds: [{ sent: 1, failed: 0 }] });
  const tried = office
    .rows<{ address: string }>('SELECT address FROM attempts ORDER BY id')
    .map(({ address }) => address);
  expect(tried[1]).toBe('inny@gdzie-indziej.example');
});

test('Mails of a suspected account are all sent once the server accepts them again', async () => {
  let isBlocked = true;
  await officeWith(numbered('Osoba', 30), {
    script: ({ stage }) => (isBlocked && stage === 'dot' ? { reply: '554 message refused' } : undefined),
  });
  expect((await office.run(minutes(0))).exitCode).toBe(75);
  expect((await office.run(minutes(1))).exitCode).toBe(75);
  isBlocked = false;
  expect((await office.run(minutes(10))).exitCode).toBe(0);
  expect(office.states()).toEqual({ sent: 30 });
});

test('A run after a suspected account starts with recipients that were not tried yet', async () => {
  await officeWith([...numbered('Zla', 20), 'Dobra'], refusing('zla', noSuchUser));
  let runs = 0;
  do runs += 1;
  while ((await office.run(minutes(10 * runs))).kinds[0]!.sent === 0);
  expect(runs).toBeLessThanOrEqual(3);
  expect(office.states()['failed'] ?? 0).toBeLessThanOrEqual(20);
});

test('A sending limit with an unknown text fails no mail, and the rest is sent once the limit is lifted', async () => {
  let isLimited = true;
  await officeWith(numbered('Osoba', 60), {
    script: ({ stage }) =>
      stage === 'rcpt' && isLimited && peer.received.length >= 30 ? { reply: '550 enough for today' } : undefined,
  });
  expect(await office.run(minutes(0))).toMatchObject({ exitCode: 75, kinds: [{ failed: 0 }] });
  expect(await office.run(minutes(10))).toMatchObject({ exitCode: 75, kinds: [{ failed: 0 }] });
  isLimited = false;
  await office.run(minutes(20));
  expect(office.states()).toEqual({ sent: 60 });
});

test('Time during which the account was refused does not count towards giveUpAfter', async () => {
  let isDown = false;
  await officeWith(['Anna'], {
    script: ({ stage }) =>
      stage === 'mail' && isDown
        ? { reply: '550 5.7.60 may not send' }
        : stage === 'rcpt'
          ? { reply: '450 4.2.1 busy' }
          : undefined,
  });
  let at = 0;
  const due = () =>
    (Date.parse(office.rows<{ next: string }>('SELECT next_attempt_at AS next FROM messages')[0]!.next) - start) /
    60_000;
  for (let round = 0; round < 6; round += 1) {
    await office.run(minutes(at));
    at = due();
  }
  isDown = true;
  for (let day = 0; day < 3; day += 1) await office.run(minutes(at + day * 24 * 60));
  isDown = false;
  at += 3 * 24 * 60;
  expect((await office.run(minutes(at))).kinds[0]).toMatchObject({ deferred: 1, failed: 0 });
  let rounds = 0;
  while (office.states()['failed'] === undefined) {
    at = due();
    await office.run(minutes(at));
    rounds += 1;
  }
  expect(rounds).toBeGreaterThanOrEqual(2);
});
