import { afterEach, expect, test } from 'vitest';
import { headerLine, parseMail, TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp, type PeerOptions, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer | undefined;
afterEach(async () => {
  office.close();
  await peer?.close();
  peer = undefined;
});

/** An office with one audit for each of the named guardians, and a server that answers as told. */
async function officeWithMail(
  names: readonly string[],
  options: PeerOptions = {},
  smtp: Record<string, unknown> = {},
): Promise<SmtpPeer> {
  peer = await startSmtp(options);
  office = new TestOffice(
    { 'audit-completed': { since: winter('11-24 00:00') } },
    { mailbox: plainMailbox(peer.port, smtp) },
  );
  for (const name of names)
    office.audit(office.client(`Firma ${name}`, { client: [office.user(name)] }), winter('11-24 08:00'));
  return peer;
}

interface Attempt {
  outcome: string;
  phase: string;
  reply_code: number | null;
  enhanced_code: string | null;
  reply_text: string;
}
const attempts = () =>
  office.rows<Attempt>('SELECT outcome, phase, reply_code, enhanced_code, reply_text FROM attempts ORDER BY id');

test('a mail over SMTP: two written parts, the headers of an automatic mail, a stable Message-ID', async () => {
  const { received } = await officeWithMail(['Żaneta']);
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(0);
  const { parsed, subject, text, html } = await parseMail(received[0]!.raw);
  expect(received[0]).toMatchObject({ from: 'powiadomienia@biuro.example', to: ['żaneta@biuro.example'] });
  expect(subject).toContain('Firma Żaneta');
  expect(text).toContain('Firma Żaneta');
  expect(html).toContain('Firma Żaneta');
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(parsed.headers.get('x-auto-response-suppress')).toBe('All');
  expect(headerLine(parsed, 'list-id')).toBe('<audit-completed.biuro.example>');
  expect(parsed.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
  expect(parsed.messageId).toBe(office.rows<{ message_id: string }>('SELECT message_id FROM messages')[0]!.message_id);
  expect(attempts()).toMatchObject([{ outcome: 'sent', phase: 'dot', reply_code: 250 }]);
  for (const line of received[0]!.raw.toString().split('\r\n')) expect(line.length).toBeLessThan(998);
});

test('4xx for a recipient: deferred, tried again with the same Message-ID by a later run, not before its time', async () => {
  let isBusy = true;
  const { received } = await officeWithMail(['Anna', 'Jan'], {
    recipient: (address) =>
      isBusy && address.startsWith('anna') ? { code: 451, text: '4.3.2 try again later' } : undefined,
  });
  const first = await office.run(winter('11-24 09:00'));
  expect(first.kinds[0]).toMatchObject({ sent: 1, deferred: 1 });
  expect(first.exitCode).toBe(0);
  expect(attempts()[0]).toMatchObject({ outcome: 'deferred', phase: 'rcpt', reply_code: 451, enhanced_code: '4.3.2' });
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

test('a retry renders anew, and keeps its slot and its reference day', async () => {
  let isBusy = true;
  const { received } = await officeWithMail(['Anna'], {
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

test('retries back off, and end as failed when the time to give up is past', async () => {
  await officeWithMail(['Anna'], { recipient: () => ({ code: 450, text: '4.2.2 mailbox full' }) });
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
  expect(attempts().length).toBe(delays.length + 1);
});

test('5xx for a recipient: failed for good, exit 1, nobody else is delayed; --retry-failed sends it', async () => {
  let isUnknown = true;
  const { received } = await officeWithMail(['Anna', 'Jan', 'Ewa'], {
    recipient: (address) =>
      isUnknown && address.startsWith('jan') ? { code: 550, text: '5.1.1 no such user' } : undefined,
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(1);
  expect(report.kinds[0]).toMatchObject({ sent: 2, failed: 1 });
  expect(attempts().filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { phase: 'rcpt', reply_code: 550, enhanced_code: '5.1.1' },
  ]);
  expect((await office.run(winter('11-24 10:00'))).exitCode).toBe(0);
  isUnknown = false;
  await office.run(winter('11-24 11:00'), { retryFailed: true });
  expect(received.map(({ to }) => to[0])).toContain('jan@biuro.example');
  expect(office.states()).toEqual({ sent: 3 });
});

test('every reply to the final dot decides', async () => {
  await officeWithMail(['Anna', 'Jan'], {
    message: ({ to }) =>
      to[0]!.startsWith('anna') ? { code: 554, text: '5.6.0 content refused' } : { code: 452, text: '4.3.1 no space' },
  });
  await office.run(winter('11-24 09:00'));
  expect(office.states()).toEqual({ failed: 1, deferred: 1 });
  expect(attempts().map(({ phase }) => phase)).toEqual(['dot', 'dot']);
});

test('a refused login stops the account: exit 77, everything stays queued, no attempt counts', async () => {
  await officeWithMail(
    ['Anna', 'Jan'],
    {
      authOptional: false,
      authMethods: ['PLAIN', 'LOGIN'],
      onAuth: (_auth, _session, callback) => {
        callback(Object.assign(new Error('5.7.139 Authentication unsuccessful'), { responseCode: 535 }));
      },
      allowInsecureAuth: true,
    },
    { user: 'biuro', password: 'tajne-haslo' },
  );
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(77);
  expect(report.errors[0]!.message).toContain('biuro');
  expect(JSON.stringify(report)).not.toContain('tajne-haslo');
  expect(office.states()).toEqual({ queued: 2 });
  expect(office.rows('SELECT deferrals, first_refusal_at FROM messages')).toMatchObject([
    { deferrals: 0, first_refusal_at: null },
    { deferrals: 0 },
  ]);
});

test('a login that is accepted', async () => {
  let seen = '';
  await officeWithMail(
    ['Anna'],
    {
      authOptional: false,
      authMethods: ['PLAIN', 'LOGIN'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, callback) => {
        seen = `${username}:${password}`;
        callback(null, { user: 'biuro' });
      },
    },
    { user: 'biuro', password: 'hasło ze spacją' },
  );
  await office.run(winter('11-24 09:00'));
  expect(seen).toBe('biuro:hasło ze spacją');
  expect(office.states()).toEqual({ sent: 1 });
});

test('a server out of reach: exit 75, nothing lost, the next run sends', async () => {
  const { port } = await officeWithMail(['Anna']);
  office.settings = { ...office.settings, mailbox: plainMailbox(1) };
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(75);
  expect(office.states()).toEqual({ queued: 1 });
  office.settings = { ...office.settings, mailbox: plainMailbox(port) };
  expect((await office.run(winter('11-24 09:01'))).kinds[0]).toMatchObject({ sent: 1 });
});

test("a refusal of the sender is the account's fault: exit 75, all stay queued", async () => {
  await officeWithMail(['Anna', 'Jan'], {
    onMailFrom: (_address, _session, callback) => {
      callback(Object.assign(new Error('5.7.60 not allowed to send as'), { responseCode: 550 }));
    },
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(75);
  expect(report.errors[0]!.code).toBe('MAILBOX_REFUSES_SENDER');
  expect(office.states()).toEqual({ queued: 2 });
});

test('a process that died while sending leaves `unknown`, which is sent again with the same Message-ID, or held', async () => {
  const { received } = await officeWithMail(['Anna', 'Jan']);
  await office.run(winter('11-24 09:00'));
  const ids = async () =>
    (await Promise.all(received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId))).sort();
  const sent = await ids();
  const asIfDead =
    "UPDATE messages SET state = 'sending', lease_owner = 'dead:0', lease_until = '2026-01-01T00:00:00.000Z', finished_at = NULL";
  office.change(asIfDead);
  office.change('UPDATE attempts SET outcome = NULL, finished_at = NULL');

  office.notify({ 'audit-completed': { onUnknown: 'hold' } });
  const held = await office.run(winter('11-24 10:00'));
  expect(held).toMatchObject({ exitCode: 1, held: 2 });
  expect(office.states()).toEqual({ unknown: 2 });
  expect(attempts().map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);

  const [first, second] = office.rows<{ id: string }>('SELECT CAST(id AS TEXT) AS id FROM messages ORDER BY id');
  const after = await office.run(winter('11-24 10:01'), { resend: [first!.id], discard: [second!.id] });
  expect(after.held).toBe(0);
  expect(office.states()).toEqual({ sent: 1, skipped: 1 });
  expect(sent).toContain((await parseMail(received[2]!.raw)).parsed.messageId);

  office.change(`${asIfDead} WHERE id = ?`, Number(first!.id));
  office.notify({ 'audit-completed': true });
  await office.run(winter('11-24 10:02'));
  expect(office.states()).toEqual({ sent: 1, skipped: 1 });
  expect(received).toHaveLength(4);
  expect(sent).toContain((await parseMail(received[3]!.raw)).parsed.messageId);
});

test('a claim whose owner died goes back to the queue when its lease is past, not before', async () => {
  const { received } = await officeWithMail(['Anna']);
  office.settings = { ...office.settings, mailbox: plainMailbox(1) };
  await office.run(winter('11-24 09:00'));
  office.settings = { ...office.settings, mailbox: plainMailbox(peer!.port) };
  office.change(
    "UPDATE messages SET state = 'claimed', lease_owner = 'dead:0', lease_until = '2099-01-01T00:00:00.000Z'",
  );
  await office.run(winter('11-24 09:01'));
  expect(received).toHaveLength(0);
  office.change("UPDATE messages SET lease_until = '2026-01-01T00:00:00.000Z'");
  await office.run(winter('11-24 09:02'));
  expect(received).toHaveLength(1);
});

test('--resend of a mail that arrived gets a new Message-ID; ids that cannot be changed change nothing', async () => {
  const { received } = await officeWithMail(['Anna', 'Jan']);
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

test('names with line breaks and markup do no harm to headers or HTML', async () => {
  const { received } = await officeWithMail([]);
  const hostile = 'Firma "X" <script>alert(1)</script>\r\nBcc: obcy@zly.example\r\n{{office.name}}';
  const anna = office.user('Anna\r\nBcc: obcy@zly.example', 'anna@biuro.example');
  office.audit(office.client(hostile, { client: [anna] }), winter('11-24 08:00'));
  await office.run(winter('11-24 09:00'));
  const { parsed, html, text, subject } = await parseMail(received[0]!.raw);
  expect(received[0]!.to).toEqual(['anna@biuro.example']);
  expect(parsed.bcc).toBeUndefined();
  expect(subject).toContain('<script>alert(1)</script> Bcc: obcy@zly.example {{office.name}}');
  expect(html).not.toContain('<script>');
  expect(html).toContain('&lt;script&gt;');
  expect(text).toContain('<script>alert(1)</script>');
});
