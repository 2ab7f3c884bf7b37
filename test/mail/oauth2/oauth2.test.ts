import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { afterEach, expect, test } from 'vitest';
import type { SmtpConfig } from '../../../src/config/index.js';
import type { NotifyError } from '../../../src/errors/index.js';
import { formatMessage } from '../../../src/messages/index.js';
import { tokensOf } from '../../../src/mail/oauth2/tokens.js';
import { command } from '../../helpers/command.js';
import { startTokenServer, type TokenAnswer, type TokenRequest, type TokenServer } from '../../helpers/oauth2.js';
import { TestOffice, winter } from '../../helpers/office.js';
import { startSmtp, type PeerOptions, type SmtpPeer } from '../../helpers/smtp.js';

const clientSecret = 'tajny-klucz-aplikacji';
const refreshToken = 'tajny-token-odnowienia';
const clientCredentials = { grant: 'client-credentials', clientId: 'aplikacja', clientSecret };

let office: TestOffice;
let smtp: SmtpPeer;
let tokens: TokenServer;
afterEach(async () => {
  office.close();
  await Promise.all([smtp.close(), tokens.close()]);
});

const tokenAnswer = (value: string, life = 3600): TokenAnswer => ({
  body: { token_type: 'Bearer', access_token: value, expires_in: life },
});

interface Login {
  readonly user: string;
  readonly token: string;
}

/** SMTP server that accepts one token, and refuses others as Microsoft (535) or Google (334, 535) does. */
function acceptToken(accepted: string, style: 'microsoft' | 'google', logins: Login[]): PeerOptions {
  return {
    authOptional: false,
    authMethods: ['XOAUTH2'],
    allowInsecureAuth: true,
    onAuth: ({ method, username = '', accessToken = '' }, _session, callback) => {
      logins.push({ user: username, token: accessToken });
      if (method === 'XOAUTH2' && accessToken === accepted) callback(null, { user: username });
      else if (style === 'google') callback(null, { data: { status: '401', schemes: 'bearer' } });
      else callback(Object.assign(new Error('5.7.3 Authentication unsuccessful'), { responseCode: 535 }));
    },
  };
}

async function start(
  oauth2: object,
  accepted: string,
  answer: (request: TokenRequest, count: number) => TokenAnswer | Promise<TokenAnswer>,
  { style = 'microsoft', mails = 1 }: { style?: 'microsoft' | 'google'; mails?: number } = {},
): Promise<Login[]> {
  const logins: Login[] = [];
  tokens = await startTokenServer(answer);
  smtp = await startSmtp({ delay: 5, ...acceptToken(accepted, style, logins) });
  office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
  const account = {
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none',
    user: 'p@biuro.example',
    oauth2: 'keyFile' in oauth2 ? oauth2 : { tokenUrl: tokens.url, ...oauth2 },
  };
  office.settings = { ...office.settings, mailbox: { from: 'p@biuro.example', smtp: account } };
  for (let index = 0; index < mails; index += 1) {
    office.audit(office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }), winter('11-24 08:00'));
  }
  return logins;
}

test('Client credentials: all connections of a run log in with one token by XOAUTH2', async () => {
  const logins = await start(clientCredentials, 'ważny', () => tokenAnswer('ważny'), { mails: 30 });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.errors).toEqual([]);
  expect(office.states()).toEqual({ sent: 30 });
  expect(tokens.requests.map(({ form }) => form)).toEqual([
    {
      grant_type: 'client_credentials',
      client_id: 'aplikacja',
      client_secret: clientSecret,
      scope: 'https://outlook.office365.com/.default',
    },
  ]);
  expect(logins.length).toBeGreaterThan(1);
  expect(new Set(logins.map(({ user, token }) => `${user} ${token}`))).toEqual(new Set(['p@biuro.example ważny']));
});

test('A refresh token is exchanged for an access token', async () => {
  await start({ grant: 'refresh-token', clientId: 'aplikacja', clientSecret, refreshToken }, 'ważny', () =>
    tokenAnswer('ważny'),
  );
  await office.run(winter('11-24 09:00'));
  expect(office.states()).toEqual({ sent: 1 });
  expect(tokens.requests.map(({ form }) => form)).toEqual([
    { grant_type: 'refresh_token', client_id: 'aplikacja', client_secret: clientSecret, refresh_token: refreshToken },
  ]);
});

test('A Google service account signs an assertion for its mailbox', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const logins = await start({ grant: 'service-account', keyFile: 'key.json' }, 'ważny', () => tokenAnswer('ważny'), {
    style: 'google',
  });
  writeFileSync(
    join(office.directory, 'key.json'),
    JSON.stringify({
      client_email: 'robot@projekt.example',
      private_key: await exportPKCS8(privateKey),
      token_uri: tokens.url,
    }),
  );
  await office.run(winter('11-24 09:00'));
  expect(office.states()).toEqual({ sent: 1 });
  const [{ form }] = tokens.requests as [TokenRequest];
  expect(form['grant_type']).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
  const { payload } = await jwtVerify(form['assertion']!, publicKey, {
    issuer: 'robot@projekt.example',
    audience: tokens.url,
    subject: 'p@biuro.example',
  });
  expect(payload['scope']).toBe('https://mail.google.com/');
  expect(payload.exp! - payload.iat!).toBe(300);
  expect(logins).toEqual([{ user: 'p@biuro.example', token: 'ważny' }]);
});

test.each(['microsoft', 'google'] as const)(
  'A refused token (%s) is replaced once, and the mail is sent',
  async (style) => {
    await start(clientCredentials, 'nowy', (_request, count) => tokenAnswer(count === 1 ? 'stary' : 'nowy'), {
      style,
      mails: 8,
    });
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
    expect(office.states()).toEqual({ sent: 8 });
    expect(tokens.requests).toHaveLength(2);
  },
);

test.each(['microsoft', 'google'] as const)(
  'A refused replacement token (%s) is not replaced again, and the run exits with 77',
  async (style) => {
    await start(clientCredentials, 'żaden', (_request, count) => tokenAnswer(`token-${count}`), { style, mails: 8 });
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode: 77, errors: [{ code: 'MAILBOX_TOKEN_NOT_ACCEPTED' }] });
    const [{ message, hint }] = report.errors as [NotifyError];
    expect(formatMessage(hint, 'en')).not.toMatch(/password/i);
    expect(message).toContain('does not accept the access token of p@biuro.example');
    expect(office.states()).toEqual({ queued: 8 });
    expect(tokens.requests).toHaveLength(2);
  },
);

test('A refusing authorization server exits with 77 and its reply, in which the secret is masked', async () => {
  await start(clientCredentials, 'x', () => ({
    status: 401,
    body: { error: 'invalid_client', error_description: `AADSTS7000222: expired key ${clientSecret}` },
  }));
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 77, errors: [{ code: 'MAILBOX_TOKEN_REFUSED' }] });
  expect(report.errors[0]!.message).toContain('HTTP 401, invalid_client: AADSTS7000222: expired key [secret]');
  expect(office.states()).toEqual({ queued: 1 });
  expect(JSON.stringify([report, office.rows('SELECT * FROM attempts')])).not.toContain(clientSecret);
});

test.each<[string, TokenAnswer, number]>([
  ['is unavailable', { status: 503, body: { error: 'temporarily_unavailable' } }, 503],
  ['is busy', { status: 429, body: { error: 'slow_down' } }, 429],
  ['answers with a page', { body: '<html>zaloguj się</html>' }, 200],
  ['has no such address', { status: 404, body: '<html>nie ma</html>' }, 404],
  ['fails', { status: 502, body: '' }, 502],
  ['answers without a token', { body: { token_type: 'Bearer' } }, 200],
])(
  'An authorization server that %s exits with 75 and its status, and the mail stays queued',
  async (_, answer, status) => {
    await start(clientCredentials, 'x', () => answer);
    const report = await office.run(winter('11-24 09:00'));
    expect(report.errors[0]!.message).toContain(`HTTP ${status}, `);
    expect(report).toMatchObject({
      exitCode: 75,
      errors: [{ code: 'MAILBOX_TOKEN_UNREACHABLE' }],
    });
    expect(office.states()).toEqual({ queued: 1 });
  },
);

test('An answer of a megabyte is not read to its end: the run exits with 75, and the mail stays queued', async () => {
  await start(clientCredentials, 'x', () => tokenAnswer('x'.repeat(1_000_000)));
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 75, errors: [{ code: 'MAILBOX_TOKEN_UNREACHABLE' }] });
  expect(report.errors[0]!.message).toContain('longer than 65536 bytes');
  expect(office.states()).toEqual({ queued: 1 });
});

test('A secret that the server repeats as it was sent, or in Base64, is masked', async () => {
  const hard = 'tajny+klucz/ż=';
  const forms = [hard, encodeURIComponent(hard), Buffer.from(hard).toString('base64')];
  await start({ ...clientCredentials, clientSecret: hard }, 'x', () => ({
    status: 400,
    body: { error: 'invalid_request', error_description: `got ${forms.join(' and ')}` },
  }));
  const report = await office.run(winter('11-24 09:00'));
  expect(report.errors[0]!.message).toContain('got [secret] and [secret] and [secret]');
  for (const form of forms) expect(JSON.stringify(report)).not.toContain(form);
});

test('A token is cached until shortly before it expires, and concurrent callers share one renewal', async () => {
  await start(clientCredentials, 'x', (_request, count) => tokenAnswer(`token-${count}`, count === 1 ? 1 : 3600));
  const { transport } = office.config.mailbox;
  const [account] = (transport as { accounts: readonly SmtpConfig[] }).accounts as [SmtpConfig];
  const source = tokensOf(account)!;
  expect(tokensOf(account)).toBe(source);
  expect(await source.token()).toBe('token-1');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await Promise.all([source.token(), source.token()])).toEqual(['token-2', 'token-2']);
  expect(await source.token()).toBe('token-2');
  expect(tokens.requests).toHaveLength(2);
});

test('No output contains a token or its credentials', async () => {
  await start({ grant: 'refresh-token', clientId: 'aplikacja', clientSecret, refreshToken }, 'inny', () =>
    tokenAnswer('tajny-token-dostępu'),
  );
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  for (const args of [
    ['run', '--verbose'],
    ['run', '--json'],
    ['test-smtp', '--verbose'],
    ['test-smtp', '--json'],
  ]) {
    const { code, stdout, stderr } = await command(args, { cwd: office.directory });
    expect(code, args.join(' ')).toBe(77);
    expect(`${stdout}${stderr}`).not.toMatch(/tajny/);
  }
});
