import { describe, expect, test } from 'vitest';
import { classify, type SmtpError } from '../../src/mail/classify.js';
import { formatMessage } from '../../src/messages/index.js';

const context = {
  host: 'smtp.example',
  port: 587,
  user: 'anna',
  hasToken: false,
  hasEnvelopeStarted: true,
  isBodySent: false,
  mask: (text: string) => text,
};
const at = (command: string, reply: string): SmtpError => ({
  message: reply,
  command,
  response: reply,
  responseCode: Number(reply.slice(0, 3)),
  code: command === 'DOT' ? 'EMESSAGE' : 'EENVELOPE',
});

describe('replies', () => {
  test.each([
    ['RCPT TO', '450 4.2.1 mailbox busy', 'temporary', 'rcpt', '4.2.1'],
    ['RCPT TO', '451 try later', 'ambiguous-temporary', 'rcpt', undefined],
    ['RCPT TO', '452 4.2.2 over quota', 'temporary', 'rcpt', '4.2.2'],
    ['RCPT TO', '550 5.1.1 no such user', 'permanent', 'rcpt', '5.1.1'],
    ['RCPT TO', '552 5.2.2 mailbox full', 'permanent', 'rcpt', '5.2.2'],
    ['DATA', '451 4.3.0 try later', 'ambiguous-temporary', 'data', '4.3.0'],
    ['DATA', '554 5.5.1 no valid recipients', 'ambiguous', 'data', '5.5.1'],
    ['DOT', '452 4.3.1 no space', 'ambiguous-temporary', 'dot', '4.3.1'],
    ['DOT', '554 5.6.0 refused', 'ambiguous', 'dot', '5.6.0'],
  ])('%s: %s → %s', (command, reply, replyClass, phase, enhancedCode) => {
    expect(classify(at(command, reply), context)).toMatchObject({
      replyClass,
      phase,
      reply: { code: Number(reply.slice(0, 3)), text: reply, ...(enhancedCode === undefined ? {} : { enhancedCode }) },
    });
  });

  test.each([
    ['MAIL FROM', '550 5.7.60 not allowed to send as', 'sender-refused', 'MAILBOX_REFUSES_SENDER', 'mail'],
    ['MAIL FROM', '451 4.7.1 too many messages', 'unreachable', 'MAILBOX_UNREACHABLE', 'mail'],
    ['AUTH PLAIN', '535 5.7.8 bad credentials', 'login-refused', 'MAILBOX_LOGIN_REFUSED', 'auth'],
    ['AUTH LOGIN', '454 4.7.0 temporary failure', 'unreachable', 'MAILBOX_UNREACHABLE', 'auth'],
    ['STARTTLS', '454 4.7.0 TLS not available', 'unreachable', 'MAILBOX_UNREACHABLE', 'tls'],
    ['EHLO', '554 5.3.2 go away', 'unreachable', 'MAILBOX_UNREACHABLE', 'connect'],
  ])('%s: %s is %s, an error of the account (%s)', (command, reply, replyClass, code, phase) => {
    expect(classify(at(command, reply), context)).toMatchObject({ replyClass, phase, accountError: { code } });
  });
});

describe("refusals that may be the account's", () => {
  test.each([
    ['RCPT TO', '421 4.7.0 closing', 'disconnected', 'MAILBOX_UNREACHABLE'],
    ['DATA', '503 5.5.1 RCPT first', 'disconnected', 'MAILBOX_UNREACHABLE'],
    ['RCPT TO', '550 5.7.1 refused', 'ambiguous', 'MAILBOX_REFUSES_SENDER'],
    ['RCPT TO', '550 5.4.5 Daily user sending limit exceeded', 'ambiguous', 'MAILBOX_REFUSES_SENDER'],
    ['RCPT TO', '554 5.7.1 Relay access denied', 'ambiguous', 'MAILBOX_REFUSES_SENDER'],
    ['DOT', '554 5.2.0 SendAsDenied', 'ambiguous', 'MAILBOX_REFUSES_SENDER'],
    ['DOT', '451 4.7.0 try later', 'ambiguous-temporary', 'MAILBOX_UNREACHABLE'],
    ['DOT', '554 no', 'ambiguous', 'MAILBOX_REFUSES_SENDER'],
  ])('%s: %s → %s, or %s', (command, reply, replyClass, code) => {
    expect(classify(at(command, reply), context)).toMatchObject({ replyClass, accountError: { code } });
  });
});

describe('lines of a reply', () => {
  test.each([
    [
      '550-Requested action not taken: mailbox unavailable\r\n550 Sender address is not allowed.',
      '550 Requested action not taken: mailbox unavailable Sender address is not allowed.',
      undefined,
    ],
    ['550-5.4.5 Daily limit.\n550 5.4.5 See the help.', '550 5.4.5 Daily limit. See the help.', '5.4.5'],
    ['550-nobody here\n550 5.1.1 unknown', '550 nobody here 5.1.1 unknown', '5.1.1'],
  ])('%j are joined', (reply, text, enhancedCode) => {
    const { reply: found, accountError } = classify(at('RCPT TO', reply), context);
    expect(found.text).toBe(text);
    expect(found.enhancedCode).toBe(enhancedCode);
    if (accountError !== undefined) expect(accountError.args['reason']).toBe(text);
  });
});

test("An error of an account says in the reader's language what was being done", () => {
  const texts = ['pl', 'en'] as const;
  const textsOf = (error: SmtpError) =>
    texts.map((locale) => formatMessage(classify(error, context).accountError!.text, locale));
  const sender = textsOf(at('MAIL FROM', '550 5.7.1 sender refused'));
  expect(sender[0]).toMatch(/odrzuca tego nadawcę \(MAIL FROM\): 550/);
  const lost = textsOf({ message: 'read ECONNRESET', code: 'ESOCKET', command: 'CONN' });
  expect(lost[0]).toMatch(/^Nie można użyć serwera poczty \S+ \(nadawca i odbiorca\): /);
  expect(lost[1]).toMatch(/^The mail server \S+ cannot be used \(sender and recipient\): /);
});

test('Credentials are masked after the reply is classified', () => {
  const mask = (text: string) => text.replaceAll('5.1.1', '***');
  const found = classify(at('RCPT TO', '550 5.1.1 no such user'), { ...context, mask });
  expect(found).toMatchObject({
    replyClass: 'permanent',
    reply: { text: '550 *** no such user', enhancedCode: '5.1.1' },
  });
  const login = classify(at('AUTH PLAIN', '535 tajne 5.1.1'), { ...context, mask });
  expect(JSON.stringify([login, login.accountError!.message])).not.toContain('5.1.1');
});

describe('no reply', () => {
  const lost: SmtpError = { message: 'Connection closed unexpectedly', code: 'ECONNECTION', command: 'CONN' };

  test('after the final dot it is unknown whether the mail arrived', () => {
    expect(classify(lost, { ...context, isBodySent: true })).toMatchObject({
      replyClass: 'no-reply',
      phase: 'dot',
      reply: { text: lost.message },
    });
  });

  test('during the envelope, the message is retried', () => {
    expect(classify(lost, context)).toMatchObject({
      replyClass: 'disconnected',
      phase: 'envelope',
      accountError: { code: 'MAILBOX_UNREACHABLE' },
    });
  });

  test('before the envelope, the server is unreachable', () => {
    const early = { ...context, hasEnvelopeStarted: false };
    expect(classify(lost, early)).toMatchObject({
      replyClass: 'unreachable',
      phase: 'connect',
      accountError: { code: 'MAILBOX_UNREACHABLE', exitCode: 75 },
    });
    expect(classify({ message: 'certificate has expired', code: 'ETLS' }, early)).toMatchObject({
      replyClass: 'unreachable',
      phase: 'tls',
    });
    expect(classify({ message: 'getaddrinfo ENOTFOUND', code: 'EDNS', command: 'CONN' }, early)).toMatchObject({
      replyClass: 'unreachable',
      phase: 'connect',
    });
  });

  test('an attempt aborted at the deadline stops before the final dot and is unknown after it', () => {
    expect(classify({ message: 'aborted', code: 'EABORT' }, context)).toMatchObject({
      replyClass: 'unreachable',
      phase: 'envelope',
    });
    expect(classify({ message: 'aborted', code: 'EABORT' }, { ...context, isBodySent: true })).toMatchObject({
      replyClass: 'no-reply',
    });
  });

  test('a reply to the final dot that is none defers the message, and one that never ended is unknown', () => {
    const fault = { message: 'no SMTP reply to DATA', code: 'EPROTOCOL', command: 'DATA' };
    const dot = { ...context, isBodySent: true };
    expect(classify({ ...fault, response: '354 go ahead' }, dot)).toMatchObject({ replyClass: 'temporary' });
    expect(classify(fault, dot)).toMatchObject({ replyClass: 'no-reply' });
  });
});

describe('account words about an address or a mailbox', () => {
  test.each([
    ['550 5.1.1 <x@y.example>: Recipient address rejected: User unknown in relay recipient table', 'permanent'],
    ['552 5.2.2 Mailbox full, user is over quota', 'permanent'],
    ['552 5.3.4 Message size limit exceeded', 'permanent'],
    ['550 5.7.1 message refused by recipient', 'ambiguous'],
  ])('%s is %s, and fails this message only', (reply, replyClass) => {
    expect(classify(at('RCPT TO', reply), context)).toMatchObject({ replyClass });
  });

  test('An address that no envelope can contain fails this message only', () => {
    expect(classify({ message: 'No recipients defined', code: 'EENVELOPE', command: 'API' }, context)).toMatchObject({
      replyClass: 'permanent',
      phase: 'rcpt',
    });
  });
});
