import { expect, onTestFinished, test } from 'vitest';
import { headerLine, parseMail, winter } from '../helpers/office.js';
import { attemptsOf, officeWithMail } from '../helpers/office-with-mail.js';
import { startScripted } from '../helpers/scripted-smtp.js';
import { plainMailbox } from '../helpers/smtp.js';
import { startSmtpOffice } from '../helpers/smtp-office.js';

test('A mail has a text and an HTML part, the headers of an automatic mail and a stable Message-ID', async () => {
  const { office, received } = await startSmtpOffice(['Zaneta']);
  office.change("UPDATE source_clients SET name = 'Firma Żaneta'");
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(0);
  const { parsed, subject, text, html } = await parseMail(received[0]!.raw);
  expect(received[0]).toMatchObject({ from: 'powiadomienia@biuro.example', to: ['zaneta@biuro.example'] });
  expect(subject).toContain('Firma Żaneta');
  expect(text).toContain('Firma Żaneta');
  expect(html).toContain('Firma Żaneta');
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(parsed.headers.get('x-auto-response-suppress')).toBe('DR, RN, NRN, OOF, AutoReply');
  expect(headerLine(parsed, 'list-id')).toBe('<audit-completed.biuro.example>');
  expect(parsed.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
  expect(parsed.messageId).toBe(office.rows<{ message_id: string }>('SELECT message_id FROM messages')[0]!.message_id);
  expect(attemptsOf(office)).toMatchObject([{ outcome: 'sent', phase: 'dot', reply_code: 250 }]);
  for (const line of received[0]!.raw.toString().split('\r\n')) expect(line.length).toBeLessThan(998);
});

test('A domain with Polish letters goes out in Punycode, to a server without SMTPUTF8', async () => {
  const peer = await startScripted();
  const office = officeWithMail(peer.port, ['Ala']);
  onTestFinished(async () => {
    office.close();
    await peer.close();
  });
  office.change("UPDATE source_users SET email = 'ala@żółw.example'");
  const { smtp } = plainMailbox(peer.port) as { smtp: object };
  office.settings = { ...office.settings, mailbox: { from: 'biuro@źródło.example', smtp } };
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, kinds: [{ sent: 1 }] });
  const envelope = peer.commands
    .filter((command) => /^(?:MAIL|RCPT)/.test(command))
    .map((line) => line.split(' SIZE')[0]);
  expect(envelope).toEqual(['MAIL FROM:<biuro@xn--rdo-gna01bwk.example>', 'RCPT TO:<ala@xn--w-uga1v8h.example>']);
  expect(peer.received[0]!.raw.toString()).toMatch(/^[\t\r\n -~]*$/);
});

test('The reply to the final dot decides the outcome of its own mail', async () => {
  const replies = new Map([
    ['anna@biuro.example', { code: 554, text: '5.6.0 content refused' }],
    ['jan@biuro.example', { code: 452, text: '4.3.1 no space' }],
  ]);
  const { office } = await startSmtpOffice(['Anna', 'Jan', 'Ewa'], { message: ({ to }) => replies.get(to[0]!) });
  await office.run(winter('11-24 09:00'));
  expect(office.states()).toEqual({ failed: 1, deferred: 1, sent: 1 });
  expect(attemptsOf(office).map(({ phase }) => phase)).toEqual(['dot', 'dot', 'dot']);
});

test('A refused login stops the account: exit 77, every mail stays queued and no attempt counts', async () => {
  const { office } = await startSmtpOffice(
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

test('The configured user and password log in, and the mail is sent', async () => {
  let seen = '';
  const { office } = await startSmtpOffice(
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

test('An unreachable server exits with 75, and the next run sends the mail', async () => {
  const { office, port } = await startSmtpOffice(['Anna']);
  office.settings = { ...office.settings, mailbox: plainMailbox(1) };
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(75);
  expect(office.states()).toEqual({ queued: 1 });
  office.settings = { ...office.settings, mailbox: plainMailbox(port) };
  expect((await office.run(winter('11-24 09:01'))).kinds[0]).toMatchObject({ sent: 1 });
});

test('A refused sender stops the account: exit 75, every mail stays queued', async () => {
  const { office } = await startSmtpOffice(['Anna', 'Jan'], {
    onMailFrom: (_address, _session, callback) => {
      callback(Object.assign(new Error('5.7.60 not allowed to send as'), { responseCode: 550 }));
    },
  });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.exitCode).toBe(75);
  expect(report.errors[0]!.code).toBe('MAILBOX_REFUSES_SENDER');
  expect(office.states()).toEqual({ queued: 2 });
});

test('Line breaks and markup in names do not reach headers or HTML', async () => {
  const { office, received } = await startSmtpOffice([]);
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
