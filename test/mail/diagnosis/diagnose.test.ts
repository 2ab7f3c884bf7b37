import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret, type SmtpConfig } from '../../../src/config/index.js';
import { account, course, diagnosed, password, report, testMail } from '../../helpers/diagnosis.js';
import { startScript, type SmtpScript } from '../../helpers/smtp-script.js';
import { startSmtp, type PeerOptions } from '../../helpers/smtp.js';

const day = 86_400_000;
type Pems = Awaited<ReturnType<typeof certificate>>;

/** @param days until it ends, from now */
function certificate(
  days: number,
  altNames: { type: 2; value: string }[] | { type: 7; ip: string }[] = [{ type: 7, ip: '127.0.0.1' }],
) {
  return generate([{ name: 'commonName', value: 'smtp.biuro.example' }], {
    notBeforeDate: new Date(Date.now() - 60 * day),
    notAfterDate: new Date(Date.now() + days * day + 60_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames },
    ],
  });
}

let valid: Pems;
beforeAll(async () => {
  valid = await certificate(90);
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});

async function script(replies: SmtpScript = {}, more: Partial<SmtpConfig> = {}): Promise<SmtpConfig> {
  const peer = await startScript(replies);
  open.push(peer);
  return account(peer.port, more);
}

async function encrypted(pems: Pems, options: PeerOptions, more: Partial<SmtpConfig>): Promise<SmtpConfig> {
  const peer = await startSmtp({
    key: pems.private,
    cert: pems.cert,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ password: given }, _session, done) => {
      done(given === password ? null : new Error('Invalid login'), { user: 'biuro' });
    },
    ...options,
  });
  open.push(peer);
  return account(peer.port, { security: 'starttls', ca: pems.cert, ...more });
}

describe('a conversation that goes well', () => {
  test('with STARTTLS: every phase in its order, with what it showed', async () => {
    const outcome = await diagnosed(await encrypted(valid, { size: 26_214_400 }, {}));
    expect(course(outcome)).toEqual(['dns', 'connect', 'banner', 'ehlo', 'tls', 'ehlo', 'auth', 'mail', 'rcpt']);
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

  test('with TLS from the first word, TLS comes before the greeting', async () => {
    const outcome = await diagnosed(await encrypted(valid, { secure: true }, { security: 'tls' }));
    expect(course(outcome)).toEqual(['dns', 'connect', 'tls', 'banner', 'ehlo', 'auth', 'mail', 'rcpt']);
  });

  test('with a message, it is sent and the reply to it told; without one nothing is', async () => {
    const peer = await startScript({ message: '250 2.0.0 Ok: queued as 4711' });
    open.push(peer);
    await diagnosed(account(peer.port));
    expect(peer.lines).not.toContain('DATA');
    const outcome = await diagnosed(account(peer.port), { mail: testMail });
    expect(course(outcome).slice(-3)).toEqual(['mail', 'rcpt', 'message']);
    expect(report(outcome, 'message')).toMatchObject({
      facts: { to: testMail.to },
      reply: { text: '250 2.0.0 Ok: queued as 4711' },
    });
    expect(outcome.replyClass).toBe('accepted');
    expect(peer.lines.join('\n')).toContain('Dzień dobry');
  });

  test('a sender outside ASCII asks for SMTPUTF8', async () => {
    const peer = await startScript({});
    open.push(peer);
    await diagnosed(account(peer.port, { from: 'zażółć@biuro.example' }));
    expect(peer.lines).toContain('MAIL FROM:<zażółć@biuro.example> SMTPUTF8');
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
  ] as const)('until %s: %i lines and no more', async (until, count) => {
    const outcome = await diagnosed(await encrypted(valid, {}, {}), { until });
    expect(outcome).toMatchObject({ exitCode: 0, until });
    expect(course(outcome)).toHaveLength(count);
    expect(course(outcome).at(-1)).toBe(until);
  });
});

test.each([
  ['tls', {}],
  ['token', {}],
  ['auth', { login: undefined }],
] as const)('until %s, where the connection has no such phase', async (until, more) => {
  const { login, ...config } = await script();
  const outcome = await diagnosed('login' in more ? config : { ...config, login: login! }, { until });
  expect(outcome).toMatchObject({ exitCode: 0, until });
  expect(course(outcome)).toEqual(['dns', 'connect', 'banner', 'ehlo']);
});

describe('the way to the server', () => {
  test.each([
    ['a name that does not exist', { host: 'nie-ma-takiego.invalid' }, 'dns', /host-unknown|dns-silent/],
    ['a port where nothing listens', { port: 1 }, 'connect', /port-refused/],
  ] as const)('%s', async (_, more, phase, hint) => {
    const outcome = await diagnosed(account(1, more));
    expect(outcome).toMatchObject({ exitCode: 75, failed: phase, error: { code: 'MAILBOX_UNREACHABLE' } });
    expect(outcome.phases.at(-1)!.hint!.code).toMatch(hint);
  });

  test('465 against 587: a port that wants TLS first, and one that does not', async () => {
    const wantsTls = await diagnosed(await encrypted(valid, { secure: true }, { security: 'starttls' }));
    expect(wantsTls.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'port-speaks-tls' } });
    const plain = await diagnosed(await encrypted(valid, {}, { security: 'tls' }));
    expect(plain.phases.at(-1)).toMatchObject({
      phase: 'tls',
      ok: false,
      hint: { code: 'port-speaks-plain' },
      reply: { text: expect.stringContaining('220 ') as string },
    });
    expect([wantsTls.exitCode, plain.exitCode]).toEqual([75, 75]);
  });

  test('a refusal in plain words on the port for TLS is told, not taken for a fault of TLS', async () => {
    const outcome = await diagnosed(
      await script({ banner: '550 mail from your IP address is administratively disabled' }, { security: 'tls' }),
    );
    expect(outcome.phases.at(-1)).toMatchObject({
      phase: 'tls',
      hint: { code: 'address-blocked' },
      reply: { code: 550 },
    });
  });

  test.each([['+OK POP3 ready'], ['* OK IMAP4rev1'], ['HTTP/1.1 400 Bad Request']])(
    '"%s" is no mail server',
    async (banner) => {
      const outcome = await diagnosed(await script({ banner }));
      expect(outcome.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'not-smtp' } });
      expect(outcome.exitCode).toBe(75);
    },
  );

  test('a server that hangs up before it speaks', async () => {
    const server = createServer((socket) => {
      socket.end();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const outcome = await diagnosed(account((server.address() as AddressInfo).port));
    expect(outcome.phases.at(-1)).toMatchObject({ phase: 'banner', ok: false, hint: { code: 'connection-lost' } });
    server.close();
  });
});

describe('TLS', () => {
  test.each([
    ['has run out', -1, undefined, {}, 'certificate-ended', 'CERT_HAS_EXPIRED'],
    [
      'is for another name',
      90,
      [{ type: 2 as const, value: 'smtp.inny.example' }],
      {},
      'certificate-name',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'comes from nobody known',
      90,
      undefined,
      { ca: undefined },
      'certificate-untrusted',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
  ])('a certificate that %s is shown, and no password follows', async (_, days, names, more, hint, problem) => {
    for (const security of ['starttls', 'tls'] as const) {
      const config = await encrypted(await certificate(days, names), { secure: security === 'tls' }, { security });
      const { ca, ...withoutCa } = config;
      const outcome = await diagnosed('ca' in more ? withoutCa : config);
      expect(ca).toBeDefined();
      expect(outcome.phases.at(-1)).toMatchObject({
        phase: 'tls',
        ok: false,
        hint: { code: hint },
        facts: { problem, subject: 'smtp.biuro.example' },
      });
      expect(outcome.lines.filter(({ text }) => text.startsWith('AUTH'))).toEqual([]);
      expect(outcome.exitCode).toBe(75);
    }
  });

  test('a certificate near its end is a warning', async () => {
    const outcome = await diagnosed(await encrypted(await certificate(5), {}, {}));
    expect(outcome).toMatchObject({
      exitCode: 0,
      warnings: [{ code: 'testSmtp.warning.certificate', args: { count: 5 } }],
    });
  });

  test.each([['502 5.5.1 command not recognized'], ['454 4.7.0 TLS not available due to local problem']])(
    '"%s" to STARTTLS',
    async (starttls) => {
      const outcome = await diagnosed(await script({ starttls }, { security: 'starttls' }));
      expect(outcome.phases.at(-1)).toMatchObject({
        phase: 'tls',
        ok: false,
        hint: { code: 'no-starttls' },
        reply: { text: starttls },
      });
    },
  );
});

describe('the login', () => {
  test('a server that offers none', async () => {
    const outcome = await diagnosed(await script({ ehlo: '250-smtp.example\n250 SIZE 1000' }));
    expect(outcome).toMatchObject({ exitCode: 75, failed: 'auth' });
    expect(outcome.phases.at(-1)!.hint!.code).toBe('login-not-offered');
  });

  test('a refused token is told in a phase of its own', async () => {
    const login = {
      user: 'biuro@biuro.example',
      oauth2: {
        tokenUrl: 'http://127.0.0.1:1/token',
        grant: { type: 'client-credentials' as const, clientId: 'x', clientSecret: new Secret('y') },
      },
    };
    const outcome = await diagnosed(await script({ ehlo: '250-smtp.example\n250 AUTH XOAUTH2' }, { login }));
    expect(outcome).toMatchObject({ exitCode: 75, failed: 'token', error: { code: 'MAILBOX_TOKEN_UNREACHABLE' } });
  });

  test('no login configured, none tried', async () => {
    const { login, ...config } = await script();
    expect(login).toBeDefined();
    const outcome = await diagnosed(config);
    expect(course(outcome)).toEqual(['dns', 'connect', 'banner', 'ehlo', 'mail', 'rcpt']);
    expect(outcome.warnings).toEqual([]);
  });

  test('the transcript has every line and no secret, not even one the server repeats', async () => {
    const base64 = Buffer.from(`\0biuro@biuro.example\0${password}`).toString('base64');
    const answers = [
      `334 VXNlcm5hbWU6`,
      '334 UGFzc3dvcmQ6',
      `535 5.7.8 no: ${password} ${base64} ${Buffer.from(password).toString('base64')}`,
    ];
    const outcome = await diagnosed(
      await script({
        ehlo: '250-smtp.example\n250 AUTH LOGIN',
        answer: (line) => (/^(EHLO|MAIL|QUIT)/.test(line) ? undefined : answers.shift()),
      }),
    );
    const text = JSON.stringify(outcome);
    for (const secret of [
      password,
      base64,
      Buffer.from(password).toString('base64'),
      Buffer.from('biuro@biuro.example').toString('base64'),
    ])
      expect(text).not.toContain(secret);
    expect(
      outcome.lines.map(({ from, text: line }) => `${from === 'client' ? '->' : '<-'} ${line.split('\n')[0]!}`),
    ).toEqual([
      '<- 220 smtp.example ESMTP',
      expect.stringMatching(/^-> EHLO /),
      '<- 250-smtp.example',
      '-> AUTH LOGIN',
      '<- 334 VXNlcm5hbWU6',
      '-> ***',
      '<- 334 UGFzc3dvcmQ6',
      '-> ***',
      '<- 535 5.7.8 no: *** *** ***',
    ]);
    expect(outcome.exitCode).toBe(77);
  });
});

describe('warnings', () => {
  const at = (offset: number) => new Date(Date.now() + offset).toUTCString().replace('GMT', '+0000');

  test.each([
    [-600_000, [{ code: 'testSmtp.warning.clockAhead', args: { count: 10 } }]],
    [300_000, [{ code: 'testSmtp.warning.clockBehind', args: { count: 5 } }]],
    [20_000, []],
  ])('a server whose clock differs by %i ms', async (offset, warnings) => {
    const config = await script({ banner: `220 mail.example Microsoft ESMTP MAIL Service ready at ${at(offset)}` });
    const { login, ...withoutLogin } = config;
    expect(login).toBeDefined();
    expect((await diagnosed(withoutLogin)).warnings).toEqual(warnings);
  });

  test('a password in the clear; a sender that is not the login', async () => {
    const outcome = await diagnosed(await script({}, { from: 'powiadomienia@biuro.example' }));
    expect(outcome.warnings.map(({ code }) => code)).toEqual([
      'testSmtp.warning.plainPassword',
      'testSmtp.warning.otherSender',
    ]);
  });

  test('a sender that is accepted although its own mailbox takes nothing', async () => {
    const outcome = await diagnosed(await script({ rcpt: '550 5.1.1 <biuro@biuro.example> no such user' }));
    expect(outcome).toMatchObject({
      exitCode: 0,
      warnings: [{ code: 'testSmtp.warning.plainPassword' }, { code: 'testSmtp.warning.ownAddress' }],
    });
    expect(course(outcome).at(-1)).toBe('rcpt');
  });
});

describe('the message', () => {
  test.each([
    ['a recipient that does not exist', { rcpt: '550 5.1.1 no such user' }, 'rcpt', 'permanent', 2],
    ['one to be tried again', { rcpt: '451 4.3.0 later' }, 'rcpt', 'temporary', 75],
    ['a sender refused at the end', { message: '554 5.2.0 SendAsDenied' }, 'message', 'sender-refused', 75],
    ['a message refused', { message: '554 5.6.0 malformed' }, 'message', 'ambiguous', 75],
  ] as const)('%s', async (_, replies, phase, replyClass, exitCode) => {
    const outcome = await diagnosed(await script(replies), { mail: testMail });
    expect(outcome).toMatchObject({ failed: phase, replyClass, exitCode });
  });
});
