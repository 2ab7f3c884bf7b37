import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { checkConfig, type SmtpConfig } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { folderPerTest, issuesOf, validConfig } from '../helpers/config-folder.js';

const folder = folderPerTest();

describe('secrets and the environment', () => {
  const smtp = (password: unknown) => ({
    ...validConfig,
    mailbox: { from: 'p@biuro.example', smtp: { host: 'h', port: '${PORT}', security: 'tls', user: 'u', password } },
  });

  test('${NAME} reads an environment variable, { file } reads a file, and neither value is printed', () => {
    writeFileSync(join(folder.path, 'secret.txt'), 'z pliku\n');
    for (const [password, expected] of [
      ['${PASSWORD}', 'ze środowiska'],
      [{ file: 'secret.txt' }, 'z pliku'],
    ] as const) {
      const config = checkConfig(kinds, join(folder.path, 'c.json'), smtp(password), {
        PASSWORD: 'ze środowiska',
        PORT: '2525',
      });
      const { transport } = config.mailbox;
      if (transport.type !== 'smtp') throw new Error('expected an SMTP account');
      const [{ port, login }] = transport.accounts as [SmtpConfig];
      if (login === undefined || !('password' in login)) throw new Error('expected a password');
      expect(port).toBe(2525);
      expect(login.password.reveal()).toBe(expected);
      expect(`${JSON.stringify(config)} ${inspect(config, { depth: null })} ${String(login.password)}`).not.toContain(
        expected,
      );
    }
  });

  test('A secret in UTF-16 is read; one that is no UTF-8 is named with its line, and not shown', () => {
    writeFileSync(join(folder.path, 'secret.txt'), Buffer.from('\uFEFFhasło\r\n', 'utf16le'));
    const config = checkConfig(kinds, join(folder.path, 'c.json'), smtp({ file: 'secret.txt' }), { PORT: '25' });
    const { transport } = config.mailbox;
    if (transport.type !== 'smtp') throw new Error('expected an SMTP account');
    const { login } = transport.accounts[0] as SmtpConfig;
    expect(login !== undefined && 'password' in login && login.password.reveal()).toBe('hasło');

    writeFileSync(join(folder.path, 'secret.txt'), Buffer.from('has\xb3o', 'latin1'));
    const issues = issuesOf(folder, smtp({ file: 'secret.txt' }), { PORT: '25' });
    expect(issues).toEqual([
      {
        path: 'mailbox.smtp.password',
        found: `line 1, column 4 of ${join(folder.path, 'secret.txt')}, which is not UTF-8`,
        expected: 'a file saved with the encoding UTF-8',
      },
    ]);
  });

  test('An unset variable and a missing file are errors', () => {
    expect(issuesOf(folder, smtp('${MISSING}'), { PORT: '25' })).toMatchObject([
      { path: 'mailbox.smtp.password', expected: 'the environment variable MISSING to be set' },
    ]);
    expect(issuesOf(folder, smtp({ file: 'missing.txt' }), { PORT: '25' })).toMatchObject([
      { path: 'mailbox.smtp.password', expected: 'a file that can be read' },
    ]);
  });

  test('An error does not show the value of a secret setting', () => {
    const [issue] = issuesOf(folder, smtp(['hunter2']), { PORT: '25' });
    expect(JSON.stringify(issue)).not.toContain('hunter2');
  });
});

test('No error shows a value that may contain a password', () => {
  const environment = { DB: 'Server=db;Password=tajne-haslo', PW: 'tajne-haslo' };
  const secrets = [
    { ...validConfig, database: '${DB}' },
    { ...validConfig, database: 'Server=db;Password=tajne-haslo' },
    { ...validConfig, mailbox: { from: 'p@biuro.example', smtp: 'smtps://u:${PW}@host' } },
    {
      ...validConfig,
      mailbox: {
        from: 'p@biuro.example',
        pickupDirectory: 'x',
        smtp: { host: 'h', security: 'tls', user: 'u', password: 'tajne-haslo' },
      },
    },
    { ...validConfig, mailbox: { from: 'p@biuro.example', smtp: { host: 'h', security: 'tls', port: '${PW}' } } },
  ];
  for (const content of secrets) {
    const issues = issuesOf(folder, content, environment);
    expect(issues.length).toBeGreaterThan(0);
    expect(JSON.stringify(issues)).not.toContain('tajne-haslo');
  }
});

test('An empty secret file and a missing templatesDir are errors', () => {
  writeFileSync(join(folder.path, 'empty.txt'), '\n');
  const mailbox = {
    from: 'p@biuro.example',
    smtp: { host: 'h', security: 'tls', user: 'u', password: { file: 'empty.txt' } },
  };
  expect(issuesOf(folder, { ...validConfig, mailbox, templatesDir: 'szablny' })).toMatchObject([
    { path: 'templatesDir', expected: 'a folder that exists' },
    { path: 'mailbox.smtp.password', found: 'an empty file' },
  ]);
});

test('Files that cannot be read are reported with all other issues, also if a text or a group may stand there', () => {
  const connection = { server: 'db', database: 'm', user: 'u', password: { file: 'missing.txt' } };
  const issues = issuesOf(folder, {
    ...validConfig,
    database: { client: 'sqlserver', connection, caFile: 'missing.pem' },
    office: { name: 'Biuro', logo: { file: 'missing.png' } },
    lookback: '1 year',
    healthcheckUrl: 'ftp://tajne.example',
  });
  expect(issues).toMatchObject([
    { path: 'database.connection.password', expected: 'a file that can be read' },
    { path: 'database.caFile', expected: 'a file that can be read' },
    { path: 'office.logo.file', expected: 'a file that can be read' },
    { path: 'lookback', found: '"1 year"' },
    { path: 'healthcheckUrl' },
  ]);
  expect(JSON.stringify(issues)).not.toContain('tajne');
  expect(
    issuesOf(folder, { ...validConfig, database: { client: 'sqlserver', connection: { file: 'missing.txt' } } }),
  ).toMatchObject([{ path: 'database.connection', expected: 'a file that can be read' }]);
});

const secret = 'Tajne-Haslo-4711';
const shapes = {
  'a URL with a login': `smtps://biuro:${secret}@smtp.biuro.example:465`,
  'a connection string': `Server=db;User Id=sa;Password=${secret};Encrypt=true`,
  'a private key': `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
  'the JSON of a key': JSON.stringify({ private_key: `-----BEGIN RSA PRIVATE KEY-----\n${secret}` }),
};
const account = { host: 'h', security: 'tls', user: 'u', password: 'p' };
const withOauth2 = (oauth2: object) => ({ mailbox: { from: 'p@b.example', smtp: { host: 'h', user: 'u', oauth2 } } });
const withAccount = (more: object) => ({ mailbox: { from: 'p@b.example', smtp: { ...account, ...more } } });

/** A configuration with this value in one setting that is not secret. */
const misplaced: Readonly<Record<string, (value: string) => object>> = {
  language: (value) => ({ language: value }),
  'database.client': (value) => ({ database: { client: value } }),
  'database.file': (value) => ({ database: { client: 'sqlite', file: value } }),
  'database.caFile': (value) => ({ database: { client: 'sqlserver', connection: 'Server=db', caFile: value } }),
  'database.schema': (value) => ({ database: { client: 'sqlserver', connection: 'Server=db', schema: value } }),
  'database.connection.server': (value) => ({
    database: { client: 'sqlserver', connection: { server: value, database: 'd' } },
  }),
  'office.name': (value) => ({ office: { name: value } }),
  'office.panelUrl': (value) => ({ office: { name: 'B', panelUrl: value } }),
  'office.timeZone': (value) => ({ office: { name: 'B', timeZone: value } }),
  'office.logo.file': (value) => ({ office: { name: 'B', logo: { file: value } } }),
  'schedule.every': (value) => ({ schedule: { every: value } }),
  lookback: (value) => ({ lookback: value }),
  since: (value) => ({ since: value }),
  templatesDir: (value) => ({ templatesDir: value }),
  logFile: (value) => ({ logFile: value }),
  'daysOff[0]': (value) => ({ daysOff: [value] }),
  'fallbackRecipients[0]': (value) => ({ fallbackRecipients: [value] }),
  'alerts.recipients[0]': (value) => ({ alerts: { recipients: [value] } }),
  'mailbox.from': (value) => ({ mailbox: { from: value, pickupDirectory: 'x' } }),
  'mailbox.pickupDirectory': (value) => ({ mailbox: { from: 'p@b.example', pickupDirectory: value } }),
  'mailbox.smtp.host': (value) => withAccount({ host: value }),
  'mailbox.smtp.port': (value) => withAccount({ port: value }),
  'mailbox.smtp.user': (value) => withAccount({ user: value }),
  'mailbox.smtp.name': (value) => withAccount({ name: value }),
  'mailbox.smtp.security': (value) => withAccount({ security: value }),
  'mailbox.smtp.caFile': (value) => withAccount({ caFile: value }),
  'mailbox.smtp.password.file': (value) => withAccount({ password: { file: value } }),
  'mailbox.smtp.oauth2.keyFile': (value) => withOauth2({ grant: 'service-account', keyFile: value }),
  'mailbox.smtp.oauth2.grant': (value) => withOauth2({ grant: value }),
  'mailbox.smtp.oauth2.tokenUrl': (value) =>
    withOauth2({ grant: 'client-credentials', clientId: 'c', clientSecret: 's', tokenUrl: value }),
};

describe.each(Object.entries(misplaced))('%s', (path, content) => {
  test.each(Object.entries(shapes))('%s is refused and not shown', (_, value) => {
    const issues = issuesOf(folder, { ...validConfig, ...content(value) });
    expect(issues.map((issue) => issue.path)).toContain(path);
    expect(JSON.stringify(issues)).not.toContain(secret);
  });

  test('A fault does not show a plain password, unless the setting is an enumeration', () => {
    const issues = issuesOf(folder, { ...validConfig, ...content(secret) });
    const isEnumeration = /\.(timeZone|security)$|^language$/.test(path);
    expect(JSON.stringify(issues).includes(secret)).toBe(isEnumeration && issues.length > 0);
  });
});
