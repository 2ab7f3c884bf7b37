import { describe, expect, test } from 'vitest';
import { classify, type SmtpFault } from '../../src/mail/classify.js';

const context = { host: 'smtp.example', port: 587, user: 'anna', envelopeBegun: true, bodyEnded: false };
const at = (command: string, reply: string): SmtpFault => ({
  message: reply,
  command,
  response: reply,
  responseCode: Number(reply.slice(0, 3)),
  code: command === 'DOT' ? 'EMESSAGE' : 'EENVELOPE',
});

describe('replies', () => {
  test.each([
    ['RCPT TO', '450 4.2.1 mailbox busy', 'deferred', 'rcpt', '4.2.1'],
    ['RCPT TO', '451 try later', 'deferred', 'rcpt', undefined],
    ['RCPT TO', '452-4.2.2 over quota', 'deferred', 'rcpt', '4.2.2'],
    ['RCPT TO', '550 5.1.1 no such user', 'failed', 'rcpt', '5.1.1'],
    ['RCPT TO', '552 5.2.2 mailbox full', 'failed', 'rcpt', '5.2.2'],
    ['DATA', '451 4.3.0 try later', 'deferred', 'data', '4.3.0'],
    ['DATA', '554 5.5.1 no valid recipients', 'failed', 'data', '5.5.1'],
    ['DOT', '452 4.3.1 no space', 'deferred', 'dot', '4.3.1'],
    ['DOT', '554 5.6.0 refused', 'failed', 'dot', '5.6.0'],
  ])('%s: %s → %s', (command, reply, result, phase, enhancedCode) => {
    expect(classify(at(command, reply), context)).toMatchObject({
      result,
      phase,
      reply: { code: Number(reply.slice(0, 3)), text: reply, ...(enhancedCode === undefined ? {} : { enhancedCode }) },
    });
  });

  test.each([
    ['MAIL FROM', '550 5.7.60 not allowed to send as', 'MAILBOX_REFUSES_SENDER', 'mail'],
    ['MAIL FROM', '451 4.7.1 too many messages', 'MAILBOX_UNREACHABLE', 'mail'],
    ['RCPT TO', '550 5.4.5 Daily user sending limit exceeded', 'MAILBOX_REFUSES_SENDER', 'rcpt'],
    ['RCPT TO', '554 5.7.1 Relay access denied', 'MAILBOX_REFUSES_SENDER', 'rcpt'],
    ['DOT', '554 5.2.0 SendAsDenied', 'MAILBOX_REFUSES_SENDER', 'dot'],
    ['AUTH PLAIN', '535 5.7.8 bad credentials', 'MAILBOX_LOGIN_REFUSED', 'auth'],
    ['AUTH LOGIN', '454 4.7.0 temporary failure', 'MAILBOX_UNREACHABLE', 'auth'],
    ['STARTTLS', '454 4.7.0 TLS not available', 'MAILBOX_UNREACHABLE', 'tls'],
    ['EHLO', '554 5.3.2 go away', 'MAILBOX_UNREACHABLE', 'connect'],
  ])('%s: %s stops the account (%s)', (command, reply, code, phase) => {
    expect(classify(at(command, reply), context)).toMatchObject({ result: 'stopped', phase, error: { code } });
  });
});

describe("refusals that several recipients in a row make the account's", () => {
  test.each([
    ['RCPT TO', '421 4.7.0 closing', 'deferred', 'MAILBOX_UNREACHABLE'],
    ['DATA', '503 5.5.1 RCPT first', 'deferred', 'MAILBOX_UNREACHABLE'],
    ['RCPT TO', '550 5.7.1 refused', 'failed', 'MAILBOX_REFUSES_SENDER'],
    ['DOT', '554 no', 'failed', 'MAILBOX_REFUSES_SENDER'],
  ])('%s: %s → %s, or %s', (command, reply, result, code) => {
    expect(classify(at(command, reply), context)).toMatchObject({ result, suspicion: { code } });
  });
});

describe('no reply', () => {
  const lost: SmtpFault = { message: 'Connection closed unexpectedly', code: 'ECONNECTION', command: 'CONN' };

  test('after the final dot it is unknown whether the mail arrived', () => {
    expect(classify(lost, { ...context, bodyEnded: true })).toMatchObject({
      result: 'unknown',
      phase: 'dot',
      reply: { text: lost.message },
    });
  });

  test('during the envelope, the message is retried', () => {
    expect(classify(lost, context)).toMatchObject({
      result: 'deferred',
      phase: 'envelope',
      suspicion: { code: 'MAILBOX_UNREACHABLE' },
    });
  });

  test('before the envelope, the server is unreachable', () => {
    const early = { ...context, envelopeBegun: false };
    expect(classify(lost, early)).toMatchObject({
      result: 'stopped',
      phase: 'connect',
      error: { code: 'MAILBOX_UNREACHABLE', exitCode: 75 },
    });
    expect(classify({ message: 'certificate has expired', code: 'ETLS' }, early)).toMatchObject({
      result: 'stopped',
      phase: 'tls',
    });
    expect(classify({ message: 'getaddrinfo ENOTFOUND', code: 'EDNS', command: 'CONN' }, early)).toMatchObject({
      result: 'stopped',
      phase: 'connect',
    });
  });

  test('an attempt aborted at the deadline stops before the final dot and is unknown after it', () => {
    expect(classify({ message: 'aborted', code: 'EABORT' }, context)).toMatchObject({
      result: 'stopped',
      phase: 'envelope',
    });
    expect(classify({ message: 'aborted', code: 'EABORT' }, { ...context, bodyEnded: true })).toMatchObject({
      result: 'unknown',
    });
  });

  test('a 354 to the final dot counts as no reply', () => {
    expect(classify({ ...at('DOT', '354 go ahead') }, { ...context, bodyEnded: true })).toMatchObject({
      result: 'unknown',
    });
  });
});

describe('account words about an address or a mailbox', () => {
  test.each([
    ['550 5.1.1 <x@y.example>: Recipient address rejected: User unknown in relay recipient table'],
    ['552 5.2.2 Mailbox full, user is over quota'],
    ['552 5.3.4 Message size limit exceeded'],
    ['550 5.7.1 message refused by recipient'],
  ])('%s fails this message only', (reply) => {
    expect(classify(at('RCPT TO', reply), context)).toMatchObject({ result: 'failed' });
  });

  test('An address that no envelope can contain fails this message only', () => {
    expect(classify({ message: 'No recipients defined', code: 'EENVELOPE', command: 'API' }, context)).toMatchObject({
      result: 'failed',
      phase: 'rcpt',
    });
  });
});
