import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkConfig, type Config, type SmtpConfig } from '../../src/config/index.js';
import { ConfigInvalidError, type ConfigIssue } from '../../src/errors/index.js';
import { kinds } from '../../src/notifications/index.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-accounts-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function load(mailbox: object, more: object = {}): Config {
  return checkConfig(
    kinds,
    join(directory, 'c.json'),
    {
      database: { client: 'sqlite', file: 'state.db' },
      office: { name: 'Biuro' },
      notifications: {},
      mailbox: { from: 'p@biuro.example', ...mailbox },
      ...more,
    },
    {},
  );
}

function accounts(mailbox: object): readonly SmtpConfig[] {
  const { transport } = load(mailbox).mailbox;
  if (transport.type !== 'smtp') throw new Error('expected accounts');
  return transport.accounts;
}

function issuesOf(mailbox: object, more: object = {}): readonly ConfigIssue[] {
  try {
    load(mailbox, more);
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.toJSON().issues;
    throw error;
  }
  return [];
}

test('"smtp" is a list of one account, named after its user and server', () => {
  expect(
    accounts({ smtp: { host: 'smtp.biuro.example', security: 'starttls', user: 'anna', password: 'x' } }),
  ).toMatchObject([{ name: 'anna@smtp.biuro.example:587', from: 'p@biuro.example', connections: 3 }]);
});

test.each(['powiadomienia.klos.example', '[192.0.2.1]', '[IPv6:2001:db8::1]'])('%s is a name for EHLO', (ehloName) => {
  expect(accounts({ smtp: { host: 'a.example', security: 'tls', ehloName } })).toMatchObject([{ ehloName }]);
});

test.each(['biuro-pc', 'a..b', 'a.b\r\nRSET', 'biuro klos.example', ''])('%o is no name for EHLO', (ehloName) => {
  expect(issuesOf({ smtp: { host: 'a.example', security: 'tls', ehloName } }).map(({ path }) => path)).toEqual([
    'mailbox.smtp.ehloName',
  ]);
});

test('Time limits are those of RFC 5321; an account can change each of them', () => {
  const [usual, own] = accounts({
    accounts: [
      { host: 'a.example', security: 'tls' },
      { host: 'b.example', security: 'tls', timeouts: { connect: '5 seconds', dot: '15 minut' } },
    ],
  });
  const minute = 60_000;
  const limits = {
    connect: 30_000,
    greeting: 5 * minute,
    command: 5 * minute,
    mail: 5 * minute,
    rcpt: 5 * minute,
    data: 2 * minute,
    block: 3 * minute,
    dot: 10 * minute,
  };
  expect(usual!.timeouts).toEqual(limits);
  expect(own!.timeouts).toEqual({ ...limits, connect: 5_000, dot: 15 * minute });
  expect(
    issuesOf({ smtp: { host: 'a.example', security: 'tls', timeouts: { dot: '2 hours', hello: '1 minute' } } }).map(
      ({ path }) => path,
    ),
  ).toEqual(['mailbox.smtp.timeouts.dot', 'mailbox.smtp.timeouts.hello']);
});

test("A preset fills in a provider's values; settings override it", () => {
  const [microsoft, gmail] = accounts({
    accounts: [
      { name: 'główne', preset: 'microsoft365', user: 'p@biuro.example', password: 'x' },
      {
        preset: 'gmail',
        user: 'p@gmail.com',
        password: 'x',
        from: 'p@gmail.com',
        messagesPerDay: 500,
        maxMessageSize: '10 MB',
        security: 'starttls',
      },
    ],
  });
  expect(microsoft).toMatchObject({
    name: 'główne',
    host: 'smtp.office365.com',
    port: 587,
    security: 'starttls',
    connections: 3,
    messagesPerMinute: 30,
    messagesPerDay: 10_000,
  });
  expect(gmail).toMatchObject({
    host: 'smtp.gmail.com',
    port: 587,
    from: 'p@gmail.com',
    messagesPerDay: 500,
    maxMessageSize: 10 * 1024 * 1024,
  });
});

test.each<[string, object, string]>([
  ['no host and no preset', { security: 'tls' }, 'host'],
  ["a provider whose hosts are the customers' own", { preset: 'home.pl' }, 'host'],
  ['a port in the name of the host', { host: 'smtp.klos.example:587', security: 'tls' }, 'host'],
  ['half a pair of brackets', { host: '[2001:db8::1', security: 'tls' }, 'host'],
  ['a port after an IPv4 address', { host: '192.0.2.1:587', security: 'tls' }, 'host'],
  [
    'password and oauth2',
    { preset: 'gmail', user: 'u', password: 'x', oauth2: { grant: 'refresh-token', clientId: 'c', refreshToken: 'r' } },
    'oauth2',
  ],
  [
    'oauth2 without a user',
    { preset: 'gmail', oauth2: { grant: 'refresh-token', clientId: 'c', refreshToken: 'r' } },
    'user',
  ],
  [
    'a refresh token without a token URL',
    { host: 'h', security: 'tls', user: 'u', oauth2: { grant: 'refresh-token', clientId: 'c', refreshToken: 'r' } },
    'oauth2',
  ],
  [
    'client credentials without a directory',
    { preset: 'microsoft365', user: 'u', oauth2: { grant: 'client-credentials', clientId: 'c', clientSecret: 's' } },
    'oauth2.tenant',
  ],
  [
    'an unencrypted token URL',
    {
      preset: 'microsoft365',
      user: 'u',
      oauth2: { grant: 'client-credentials', clientId: 'c', clientSecret: 's', tokenUrl: 'http://login.example/token' },
    },
    'oauth2.tokenUrl',
  ],
  ['an unknown preset', { preset: 'microsft365' }, 'preset'],
  ['a size without a unit', { preset: 'gmail', maxMessageSize: '25' }, 'maxMessageSize'],
])('An account with %s is refused', (_, account, path) => {
  expect(issuesOf({ accounts: [account] }).map((issue) => issue.path)).toContain(`mailbox.accounts[0].${path}`);
  expect(issuesOf({ smtp: account }).map((issue) => issue.path)).toContain(`mailbox.smtp.${path}`);
});

test('A host is a name, or an IPv4 or IPv6 address', () => {
  for (const host of ['smtp.klos.example', 'poczta', 'żółw.example', '192.0.2.1', '2001:db8::1', '[2001:db8::1]'])
    expect(accounts({ smtp: { host, security: 'tls' } })).toMatchObject([{ host: host.replace(/[[\]]/g, '') }]);
});

test('Two accounts with one name are refused', () => {
  const account = { preset: 'gmail', user: 'u', password: 'x' };
  expect(issuesOf({ accounts: [account, account] })).toMatchObject([{ path: 'mailbox.accounts[1].name' }]);
});

test('The token address follows from the Microsoft tenant or the Google preset', () => {
  writeFileSync(
    join(directory, 'key.json'),
    JSON.stringify({
      client_email: 'bot@project.example',
      private_key: '-----BEGIN PRIVATE KEY-----tajne',
      token_uri: 'https://oauth2.googleapis.com/token',
    }),
  );
  const list = accounts({
    accounts: [
      {
        preset: 'microsoft365',
        user: 'a',
        oauth2: { grant: 'client-credentials', tenant: 'biuro.example', clientId: 'c', clientSecret: 'tajne' },
      },
      {
        preset: 'gmail',
        user: 'b',
        oauth2: { grant: 'refresh-token', clientId: 'c', clientSecret: 'tajne', refreshToken: 'tajne' },
      },
      { preset: 'gmail', user: 'c', oauth2: { grant: 'service-account', keyFile: 'key.json' } },
    ],
  });
  expect(list.map(({ login }) => login)).toMatchObject([
    {
      oauth2: {
        tokenUrl: 'https://login.microsoftonline.com/biuro.example/oauth2/v2.0/token',
        scope: 'https://outlook.office365.com/.default',
      },
    },
    { oauth2: { tokenUrl: 'https://oauth2.googleapis.com/token' } },
    {
      oauth2: {
        tokenUrl: 'https://oauth2.googleapis.com/token',
        scope: 'https://mail.google.com/',
        grant: { clientEmail: 'bot@project.example' },
      },
    },
  ]);
  expect(`${JSON.stringify(list)} ${inspect(list, { depth: null })}`).not.toContain('tajne');
});

test('An invalid key file and an invalid healthcheckUrl are errors, and neither value is shown', () => {
  writeFileSync(join(directory, 'key.json'), '{"tajne": true}');
  const issues = issuesOf(
    { accounts: [{ preset: 'gmail', user: 'c', oauth2: { grant: 'service-account', keyFile: 'key.json' } }] },
    { healthcheckUrl: 'hc-ping.com/tajne' },
  );
  expect(issues.map(({ path }) => path).sort()).toEqual(['healthcheckUrl', 'mailbox.accounts[0].oauth2.keyFile']);
  expect(JSON.stringify(issues)).not.toContain('tajne');
});

test('Alert recipients are unique, and the grace period is 12 hours by default', () => {
  const alerts = (settings: object) => load({ pickupDirectory: 'x' }, { alerts: settings }).alerts;
  expect(alerts({ recipients: ['a@b.example', 'A@b.example'] })).toEqual({
    recipients: ['a@b.example'],
    grace: 43_200_000,
  });
  expect(alerts({ recipients: ['a@b.example'], grace: '2 days' })).toMatchObject({ grace: 172_800_000 });
});

test.each([
  'http://oauth2.googleapis.com/token',
  'https://user:tajne@oauth2.googleapis.com/token',
  'ftp://oauth2.googleapis.com/token',
])('A key file whose token_uri is %s is refused and not shown', (token_uri) => {
  const key = { client_email: 'bot@project.example', private_key: '-----BEGIN PRIVATE KEY-----tajne', token_uri };
  writeFileSync(join(directory, 'key.json'), JSON.stringify(key));
  const oauth2 = { grant: 'service-account', keyFile: 'key.json' };
  const issues = issuesOf({ smtp: { preset: 'gmail', user: 'u', oauth2 } });
  expect(issues).toMatchObject([{ path: 'mailbox.smtp.oauth2.keyFile' }]);
  expect(JSON.stringify(issues)).not.toContain('tajne');
});
