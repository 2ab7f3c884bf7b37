import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { afterEach, expect, test } from 'vitest';
import type { SmtpConfig } from '../../../src/config/index.js';
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

const fresh = (value: string, life = 3600): TokenAnswer => ({
  body: { token_type: 'Bearer', access_token: value, expires_in: life },
});

interface Login {
  readonly user: string;
  readonly token: string;
}

/** An SMTP server that lets in whoever shows the right token, and refuses as Microsoft (535) or Google (334, 535) do. */
function checksToken(accepted: string, style: 'microsoft' | 'google', logins: Login[]): PeerOptions {
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
  smtp = await startSmtp({ delay: 5, ...checksToken(accepted, style, logins) });
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

test('client credentials: one token for all connections of a run, shown as XOAUTH2', async () => {
  const logins = await start(clientCredentials, 'ważny', () => fresh('ważny'), { mails: 30 });
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

test('a refresh token', async () => {
  await start({ grant: 'refresh-token', clientId: 'aplikacja', clientSecret, refreshToken }, 'ważny', () =>
    fresh('ważny'),
  );
  await office.run(winter('11-24 09:00'));
  expect(office.states()).toEqual({ sent: 1 });
  expect(tokens.requests.map(({ form }) => form)).toEqual([
    { grant_type: 'refresh_token', client_id: 'aplikacja', client_secret: clientSecret, refresh_token: refreshToken },
  ]);
});

test('a Google service account: a signed assertion for the mailbox it acts for', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const logins = await start({ grant: 'service-account', keyFile: 'key.json' }, 'ważny', () => fresh('ważny'), {
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
  'a token that is refused (%s) is replaced once, and the mail goes out',
  async (style) => {
    await start(clientCredentials, 'nowy', (_request, count) => fresh(count === 1 ? 'stary' : 'nowy'), {
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
  'tokens that are refused again and again (%s): one replacement and no more, exit 77',
  async (style) => {
    await start(clientCredentials, 'żaden', (_request, count) => fresh(`token-${count}`), { style, mails: 8 });
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode: 77, errors: [{ code: 'MAILBOX_LOGIN_REFUSED' }] });
    expect(office.states()).toEqual({ queued: 8 });
    expect(tokens.requests).toHaveLength(2);
  },
);

test('the authorization server refuses: exit 77 with its words, without the secret that it repeats', async () => {
  await start(clientCredentials, 'x', () => ({
    status: 401,
    body: { error: 'invalid_client', error_description: `AADSTS7000222: expired key ${clientSecret}` },
  }));
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 77, errors: [{ code: 'MAILBOX_TOKEN_REFUSED' }] });
  expect(report.errors[0]!.message).toContain('invalid_client: AADSTS7000222: expired key [secret]');
  expect(office.states()).toEqual({ queued: 1 });
  expect(JSON.stringify([report, office.rows('SELECT * FROM attempts')])).not.toContain(clientSecret);
});

test.each<[string, TokenAnswer]>([
  ['is out of order', { status: 503, body: { error: 'temporarily_unavailable' } }],
  ['answers with a page', { body: '<html>zaloguj się</html>' }],
  ['answers without a token', { body: { token_type: 'Bearer' } }],
])('an authorization server that %s: exit 75, nothing lost', async (_, answer) => {
  await start(clientCredentials, 'x', () => answer);
  expect(await office.run(winter('11-24 09:00'))).toMatchObject({
    exitCode: 75,
    errors: [{ code: 'MAILBOX_TOKEN_UNREACHABLE' }],
  });
  expect(office.states()).toEqual({ queued: 1 });
});

test('a token is kept until it is about to expire, and then got anew, once for all that ask', async () => {
  await start(clientCredentials, 'x', (_request, count) => fresh(`token-${count}`, count === 1 ? 1 : 3600));
  const { transport } = office.config.mailbox;
  const [account] = (transport as { accounts: readonly SmtpConfig[] }).accounts as [SmtpConfig];
  const held = tokensOf(account)!;
  expect(tokensOf(account)).toBe(held);
  expect(await held.token()).toBe('token-1');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await Promise.all([held.token(), held.token()])).toEqual(['token-2', 'token-2']);
  expect(await held.token()).toBe('token-2');
  expect(tokens.requests).toHaveLength(2);
});

test('no output shows a token or what it was got with', async () => {
  await start({ grant: 'refresh-token', clientId: 'aplikacja', clientSecret, refreshToken }, 'inny', () =>
    fresh('tajny-token-dostępu'),
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
