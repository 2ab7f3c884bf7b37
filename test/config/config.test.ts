import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkConfig, loadConfig, type SmtpConfig } from '../../src/config/index.js';
import { ConfigInvalidError, type ConfigIssue } from '../../src/errors/index.js';
import { kinds } from '../../src/notifications/index.js';

const good = {
  database: { client: 'sqlite', file: 'state.db' },
  office: { name: 'Biuro' },
  notifications: { 'audit-completed': true },
  mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' },
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-config-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function faultsOf(content: unknown, environment: NodeJS.ProcessEnv = {}): readonly ConfigIssue[] {
  try {
    checkConfig(kinds, join(directory, 'c.json'), content, environment);
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.toJSON().faults;
    throw error;
  }
  return [];
}

test('defaults are filled in, lengths become milliseconds, paths become absolute', () => {
  const config = checkConfig(
    kinds,
    join(directory, 'c.json'),
    { ...good, schedule: { every: '15 minutes', startAt: '06:00' } },
    {},
  );
  expect(config).toMatchObject({
    database: { client: 'sqlite', file: join(directory, 'state.db') },
    office: { name: 'Biuro', locale: 'pl', timeZone: 'Europe/Warsaw' },
    sourceClock: 'utc',
    kinds: [
      {
        id: 'audit-completed',
        schedule: { every: 900_000, startAt: '06:00' },
        lookback: 14 * 86_400_000,
        onUnknown: 'resend',
      },
    ],
    mailbox: {
      from: 'p@biuro.example',
      fromName: 'Biuro',
      transport: { type: 'pickup', directory: join(directory, 'outbox') },
    },
    giveUpAfter: 3 * 86_400_000,
  });
});

test('a kind is off when missing, false or not enabled, and may override the common settings', () => {
  const config = checkConfig(
    kinds,
    join(directory, 'c.json'),
    {
      ...good,
      lookback: '5 days',
      schedule: { every: '1 day', startAt: '06:00' },
      notifications: {
        'audit-completed': { lookback: '2 days', schedule: { every: '1 hour', startAt: '08:30' } },
        'documents-delivered': false,
        'user-activity': { enabled: false },
        absences: { recipients: ['a@b.example', 'A@b.example'] },
      },
    },
    {},
  );
  expect(
    config.kinds.map(({ id, lookback, schedule, recipients }) => [
      id,
      lookback / 86_400_000,
      schedule?.startAt,
      recipients,
    ]),
  ).toEqual([
    ['audit-completed', 2, '08:30', []],
    ['absences', 5, '06:00', ['a@b.example']],
  ]);
});

test('all faults are told at once, with path, what was found, what was expected and what was meant', () => {
  const faults = faultsOf({
    databse: { client: 'sqlite', file: 'x' },
    office: { name: '', timeZone: 'Europe/Warszawa', locale: 'de' },
    notifications: {
      'audit-complete': true,
      absences: { recipients: ['anna(at)biuro.pl'], detail: 'types' },
      'office-activity': true,
    },
    mailbox: { from: 'p@biuro.example', smtp: { host: 'x', security: 'startls', port: 99_999 } },
    schedule: { every: '2 days', startAt: '6:00' },
  });
  const byPath = Object.fromEntries(faults.map((fault) => [fault.path, fault]));
  expect(byPath['databse']).toMatchObject({ found: 'an unknown setting', suggestion: '"database"' });
  expect(byPath['database']).toMatchObject({ found: 'nothing' });
  expect(byPath['office.name']).toMatchObject({ found: '""' });
  expect(byPath['office.timeZone']).toMatchObject({
    found: '"Europe/Warszawa"',
    expected: 'an IANA time zone, as in "Europe/Warsaw"',
  });
  expect(byPath['office.locale']).toMatchObject({ expected: 'one of "pl", "en"' });
  expect(byPath['notifications.audit-complete']).toMatchObject({ suggestion: '"audit-completed"' });
  expect(byPath['notifications.absences.recipients[0]']).toMatchObject({
    found: '"anna(at)biuro.pl"',
    expected: 'an e-mail address',
  });
  expect(byPath['notifications.absences.detail']).toMatchObject({ suggestion: '"type"' });
  expect(byPath['notifications.office-activity']).toMatchObject({ found: 'true' });
  expect(byPath['mailbox.smtp.security']).toMatchObject({ found: '"startls"', suggestion: '"starttls"' });
  expect(byPath['mailbox.smtp.port']).toMatchObject({ found: '99999' });
  expect(byPath['schedule.every']!.expected).toContain('1 day');
  expect(byPath['schedule.startAt']!.expected).toContain('time of day');
});

test.each([
  ['neither smtp nor pickupDirectory', { from: 'p@biuro.example' }],
  ['both', { from: 'p@biuro.example', pickupDirectory: 'x', smtp: { host: 'h', security: 'tls' } }],
])('a mailbox with %s is refused', (_, mailbox) => {
  expect(faultsOf({ ...good, mailbox })).toMatchObject([
    { path: 'mailbox.smtp', expected: 'one of "smtp", "accounts" and "pickupDirectory"' },
  ]);
});

test('a user without a password is refused', () => {
  const mailbox = { from: 'p@biuro.example', smtp: { host: 'h', security: 'tls', user: 'u' } };
  expect(faultsOf({ ...good, mailbox })).toMatchObject([{ path: 'mailbox.smtp.password' }]);
});

describe('secrets and the environment', () => {
  const smtp = (password: unknown) => ({
    ...good,
    mailbox: { from: 'p@biuro.example', smtp: { host: 'h', port: '${PORT}', security: 'tls', user: 'u', password } },
  });

  test('${NAME} takes an environment variable, { file } a file, and neither is printed', () => {
    writeFileSync(join(directory, 'secret.txt'), 'z pliku\n');
    for (const [password, expected] of [
      ['${PASSWORD}', 'ze środowiska'],
      [{ file: 'secret.txt' }, 'z pliku'],
    ] as const) {
      const config = checkConfig(kinds, join(directory, 'c.json'), smtp(password), {
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

  test('a variable that is not set and a file that is not there are faults', () => {
    expect(faultsOf(smtp('${MISSING}'), { PORT: '25' })).toMatchObject([
      { path: 'mailbox.smtp.password', expected: 'the environment variable MISSING to be set' },
    ]);
    expect(faultsOf(smtp({ file: 'missing.txt' }), { PORT: '25' })).toMatchObject([
      { path: 'mailbox.smtp.password', expected: 'a file that can be read' },
    ]);
  });

  test('the value of a secret setting is not shown in a fault', () => {
    const [fault] = faultsOf(smtp(['hunter2']), { PORT: '25' });
    expect(JSON.stringify(fault)).not.toContain('hunter2');
  });
});

describe('finding the file', () => {
  const load = (options: { file?: string } = {}) => loadConfig(kinds, { directory, environment: {}, ...options });

  test.each([
    ['package.json', JSON.stringify({ 'mobevo-notify': good })],
    ['.mobevo-notifyrc', JSON.stringify(good)],
    [
      '.mobevo-notifyrc.yaml',
      'database: {client: sqlite, file: state.db}\noffice: {name: Biuro}\nnotifications: {audit-completed: true}\nmailbox: {from: p@biuro.example, pickupDirectory: outbox}\n',
    ],
    ['mobevo-notify.config.js', `module.exports = ${JSON.stringify(good)}`],
    ['mobevo-notify.config.mjs', `export default ${JSON.stringify(good)}`],
    ['mobevo-notify.config.json', JSON.stringify(good)],
    ['mobevo-notify.config.yaml', JSON.stringify(good)],
  ])('%s is found', async (name, content) => {
    writeFileSync(join(directory, name), content);
    expect((await load()).file).toBe(join(directory, name));
  });

  test('a file named on the command line wins', async () => {
    writeFileSync(join(directory, 'mobevo-notify.config.json'), JSON.stringify(good));
    writeFileSync(join(directory, 'other.json'), JSON.stringify({ ...good, office: { name: 'Inne' } }));
    expect((await load({ file: 'other.json' })).office.name).toBe('Inne');
  });

  test.each([
    ['nothing', undefined, 'CONFIG_NOT_FOUND'],
    ['broken JSON', '{ "database": ', 'CONFIG_UNREADABLE'],
    ['an empty file', '', 'CONFIG_UNREADABLE'],
    ['a list', '[]', 'CONFIG_INVALID'],
  ])('%s: exit 78', async (_, content, code) => {
    if (content !== undefined) writeFileSync(join(directory, 'mobevo-notify.config.json'), content);
    await expect(load()).rejects.toMatchObject({ code, exitCode: 78 });
  });

  test('a named file that is not there: exit 78', async () => {
    await expect(load({ file: 'missing.json' })).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 78 });
  });
});

test('no fault shows a value that may hold a password', () => {
  const environment = { DB: 'Server=db;Password=tajne-haslo', PW: 'tajne-haslo' };
  const secrets = [
    { ...good, database: '${DB}' },
    { ...good, database: 'Server=db;Password=tajne-haslo' },
    { ...good, mailbox: { from: 'p@biuro.example', smtp: 'smtps://u:${PW}@host' } },
    {
      ...good,
      mailbox: {
        from: 'p@biuro.example',
        pickupDirectory: 'x',
        smtp: { host: 'h', security: 'tls', user: 'u', password: 'tajne-haslo' },
      },
    },
    { ...good, mailbox: { from: 'p@biuro.example', smtp: { host: 'h', security: 'tls', port: '${PW}' } } },
  ];
  for (const content of secrets) {
    const faults = faultsOf(content, environment);
    expect(faults.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults)).not.toContain('tajne-haslo');
  }
});

test('an empty secret file, and a templatesDir that is not there', () => {
  writeFileSync(join(directory, 'empty.txt'), '\n');
  const mailbox = {
    from: 'p@biuro.example',
    smtp: { host: 'h', security: 'tls', user: 'u', password: { file: 'empty.txt' } },
  };
  expect(faultsOf({ ...good, mailbox, templatesDir: 'szablny' })).toMatchObject([
    { path: 'templatesDir', expected: 'a folder that exists' },
    { path: 'mailbox.smtp.password', found: 'an empty file' },
  ]);
});

test('files that cannot be read are told with everything else, also where a text or a group may stand', () => {
  const connection = { server: 'db', database: 'm', user: 'u', password: { file: 'missing.txt' } };
  const faults = faultsOf({
    ...good,
    database: { client: 'sqlserver', connection, caFile: 'missing.pem' },
    office: { name: 'Biuro', logo: { file: 'missing.png' } },
    lookback: '1 year',
    healthcheckUrl: 'ftp://tajne.example',
  });
  expect(faults).toMatchObject([
    { path: 'database.connection.password', expected: 'a file that can be read' },
    { path: 'database.caFile', expected: 'a file that can be read' },
    { path: 'office.logo.file', expected: 'a file that can be read' },
    { path: 'lookback', found: '"1 year"' },
    { path: 'healthcheckUrl' },
  ]);
  expect(JSON.stringify(faults)).not.toContain('tajne');
  expect(faultsOf({ ...good, database: { client: 'sqlserver', connection: { file: 'missing.txt' } } })).toMatchObject([
    { path: 'database.connection', expected: 'a file that can be read' },
  ]);
});

test('a setting of a JavaScript file that is undefined is as one that is not there', () => {
  const config = checkConfig(kinds, join(directory, 'c.mjs'), { ...good, language: undefined, logFile: undefined }, {});
  expect(Object.keys(config)).not.toContain('language');
  expect(Object.keys(config)).not.toContain('logFile');
});
