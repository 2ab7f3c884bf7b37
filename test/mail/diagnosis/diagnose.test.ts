import { beforeAll, describe, expect, test } from 'vitest';
import { account, phaseNames, recordDiagnosis, report, testMail } from '../../helpers/diagnosis.js';
import { certificate, encryptedAccount, plainAccount, provider } from '../../helpers/diagnosis-servers.js';

type Pems = Awaited<ReturnType<typeof certificate>>;

let valid: Pems;
beforeAll(async () => {
  valid = await certificate(90);
});

describe('A successful conversation', () => {
  test('STARTTLS: every phase is reported in order, with its facts', async () => {
    const outcome = await recordDiagnosis(await encryptedAccount(valid, { size: 26_214_400 }, {}));
    expect(phaseNames(outcome)).toEqual(['dns', 'connect', 'banner', 'ehlo', 'tls', 'ehlo', 'auth', 'mail', 'rcpt']);
    expect(outcome).toMatchObject({ exitCode: 0, warnings: [] });
    expect(report(outcome, 'dns').facts).toEqual({ host: '127.0.0.1', addresses: ['127.0.0.1'] });
    expect(report(outcome, 'ehlo').facts).toMatchObject({
      size: 26_214_400,
      auth: ['PLAIN', 'LOGIN'],
      extensions: expect.arrayContaining(['PIPELINING', 'SMTPUTF8']) as string[],
    });
    expect(report(outcome, 'tls').facts).toMatchObject({
      protocol: 'TLSv1.3',
      subject: 'smtp.biuro.example',
      issuer: 'smtp.biuro.example',
      names: ['127.0.0.1'],
      daysLeft: 90,
    });
    expect(report(outcome, 'auth').facts).toEqual({ offered: ['PLAIN', 'LOGIN'], used: 'PLAIN' });
    for (const { milliseconds } of outcome.phases) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });

  test('Implicit TLS: the TLS phase comes before the greeting', async () => {
    const outcome = await recordDiagnosis(await encryptedAccount(valid, { secure: true }, { security: 'tls' }));
    expect(phaseNames(outcome)).toEqual(['dns', 'connect', 'tls', 'banner', 'ehlo', 'auth', 'mail', 'rcpt']);
  });

  test('A given message is sent and its reply reported; without one nothing is sent', async () => {
    const peer = await provider({ dot: '250 2.0.0 Ok: queued as 4711' });
    await recordDiagnosis(account(peer.port));
    expect(peer.commands).not.toContain('DATA');
    const outcome = await recordDiagnosis(account(peer.port), { mail: testMail });
    expect(phaseNames(outcome).slice(-3)).toEqual(['mail', 'rcpt', 'message']);
    expect(report(outcome, 'message')).toMatchObject({
      facts: { to: testMail.to },
      reply: { text: '250 2.0.0 Ok: queued as 4711' },
    });
    expect(outcome.replyClass).toBe('accepted');
    expect(peer.received.map(({ raw }) => raw.toString()).join('\n')).toContain('Dzień dobry');
  });

  test('A sender outside ASCII uses SMTPUTF8', async () => {
    const peer = await provider();
    await recordDiagnosis(account(peer.port, { from: 'zażółć@biuro.example' }));
    expect(peer.commands).toContain('MAIL FROM:<zażółć@biuro.example> SMTPUTF8');
  });

  test('A domain outside ASCII goes out in Punycode, without SMTPUTF8', async () => {
    const peer = await provider();
    await recordDiagnosis(account(peer.port, { from: 'biuro@źródło.example' }));
    expect(peer.commands).toContain('MAIL FROM:<biuro@xn--rdo-gna01bwk.example>');
  });

  test.each([
    ['dns', 1],
    ['connect', 2],
    ['banner', 3],
    ['ehlo', 4],
    ['tls', 5],
    ['auth', 7],
    ['mail', 8],
    ['rcpt', 9],
  ] as const)('until %s: exactly %i phases are reported', async (until, count) => {
    const outcome = await recordDiagnosis(await encryptedAccount(valid, {}, {}), { until });
    expect(outcome).toMatchObject({ exitCode: 0, until });
    expect(phaseNames(outcome)).toHaveLength(count);
    expect(phaseNames(outcome).at(-1)).toBe(until);
  });
});

test.each([
  ['tls', {}],
  ['token', {}],
  ['auth', { login: undefined }],
] as const)('until %s: a connection without this phase stops before the envelope', async (until, more) => {
  const { login, ...config } = await plainAccount();
  const outcome = await recordDiagnosis('login' in more ? config : { ...config, login: login! }, { until });
  expect(outcome).toMatchObject({ exitCode: 0, until });
  expect(phaseNames(outcome)).toEqual(['dns', 'connect', 'banner', 'ehlo']);
});

describe('the message', () => {
  test.each([
    ['a recipient that does not exist', { rcpt: '550 5.1.1 no such user' }, 'rcpt', 'permanent', 2],
    ['one to be tried again', { rcpt: '451 4.3.0 later' }, 'rcpt', 'ambiguous-temporary', 75],
    ['a sender refused at the end', { dot: '554 5.2.0 SendAsDenied' }, 'message', 'ambiguous', 75],
    ['a message refused', { dot: '554 5.6.0 malformed' }, 'message', 'ambiguous', 75],
  ] as const)('%s', async (_, replies, phase, replyClass, exitCode) => {
    const outcome = await recordDiagnosis(await plainAccount(replies), { mail: testMail });
    expect(outcome).toMatchObject({ failed: phase, replyClass, exitCode });
  });
});
