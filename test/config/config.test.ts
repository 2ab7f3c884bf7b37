import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfig } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { makeCertificate } from '../helpers/certificates.js';
import { folderPerTest, issuesOf, validConfig } from '../helpers/config-folder.js';

const folder = folderPerTest();

test('Defaults are filled in, durations become milliseconds, paths become absolute', () => {
  const config = checkConfig(
    kinds,
    join(folder.path, 'c.json'),
    { ...validConfig, schedule: { every: '15 minutes', startAt: '06:00' } },
    {},
  );
  expect(config).toMatchObject({
    database: { client: 'sqlite', file: join(folder.path, 'state.db') },
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
      transport: { type: 'pickup', directory: join(folder.path, 'outbox') },
    },
    giveUpAfter: 3 * 86_400_000,
  });
});

test('A kind is off when missing, false or not enabled, and can override the common settings', () => {
  const config = checkConfig(
    kinds,
    join(folder.path, 'c.json'),
    {
      ...validConfig,
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

test('All errors are reported at once, with path, found and expected value and a suggestion', () => {
  const issues = issuesOf(folder, {
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
  const byPath = Object.fromEntries(issues.map((issue) => [issue.path, issue]));
  expect(byPath['databse']).toMatchObject({ found: 'an unknown setting', suggestion: '"database"' });
  expect(byPath['database']).toMatchObject({ found: 'nothing' });
  expect(byPath['office.name']).toMatchObject({ found: 'an empty text' });
  expect(byPath['office.timeZone']).toMatchObject({
    found: '"Europe/Warszawa"',
    expected: 'an IANA time zone, as in "Europe/Warsaw"',
  });
  expect(byPath['office.locale']).toMatchObject({ expected: 'one of "pl", "en"' });
  expect(byPath['notifications.audit-complete']).toMatchObject({ suggestion: '"audit-completed"' });
  expect(byPath['notifications.absences.recipients[0]']).toMatchObject({
    found: 'a text of 16 characters',
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
  expect(issuesOf(folder, { ...validConfig, mailbox })).toMatchObject([
    { path: 'mailbox.smtp', expected: 'exactly one of "smtp", "accounts" and "pickupDirectory"' },
  ]);
});

test('A user without a password is refused', () => {
  const mailbox = { from: 'p@biuro.example', smtp: { host: 'h', security: 'tls', user: 'u' } };
  expect(issuesOf(folder, { ...validConfig, mailbox })).toMatchObject([{ path: 'mailbox.smtp.password' }]);
});

test('A setting of a JavaScript file that is undefined counts as missing', () => {
  const config = checkConfig(
    kinds,
    join(folder.path, 'c.mjs'),
    { ...validConfig, language: undefined, logFile: undefined },
    {},
  );
  expect(Object.keys(config)).not.toContain('language');
  expect(Object.keys(config)).not.toContain('logFile');
});

test('A log or a file of figures that would overwrite another file is refused', () => {
  for (const [setting, file] of [
    ['logFile', 'c.json'],
    ['logFile', 'state.db'],
    ['metricsFile', './x/../state.db'],
  ] as const)
    expect(issuesOf(folder, { ...validConfig, [setting]: file })).toMatchObject([{ path: setting }]);
  expect(issuesOf(folder, { ...validConfig, logFile: 'a.log', metricsFile: 'a.log' })).toMatchObject([
    { path: 'metricsFile' },
  ]);
  expect(issuesOf(folder, { ...validConfig, logFile: 'a.log', metricsFile: 'a.prom' })).toEqual([]);
});

test('A link names the client only where mails are about clients', () => {
  const link = 'https://klos.mobevo.pl/klient/{clientId}';
  const issues = (kind: string, more: object = {}) =>
    issuesOf(folder, { ...validConfig, notifications: { [kind]: { link, ...more } } });
  expect(issues('audit-completed')).toEqual([]);
  expect(issues('client-activity-hr')).toEqual([]);
  for (const [kind, more] of [
    ['user-activity', {}],
    ['absences', { recipients: ['k@b.example'] }],
  ] as const)
    expect(issues(kind, more).map(({ path }) => path)).toContain(`notifications.${kind}.link`);
});

test('A file of the wrong sort, and a text that is no port, are faults of their settings before a run needs them', async () => {
  writeFileSync(join(folder.path, 'plik'), 'to nie jest certyfikat');
  writeFileSync(join(folder.path, 'zepsuty.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  writeFileSync(join(folder.path, 'ca.der'), Buffer.from([0x30, 0x82, 0xff, 0xfe]));
  writeFileSync(join(folder.path, 'ca.pem'), `Urząd biura\n${(await makeCertificate('klos.example')).cert}`);
  const withSmtp = (more: object) => ({
    ...validConfig,
    mailbox: { from: 'p@biuro.example', smtp: { host: 'smtp.biuro.example', security: 'tls', ...more } },
  });
  expect(issuesOf(folder, withSmtp({ caFile: 'ca.pem', port: '587' }))).toEqual([]);
  const certificate = 'a PEM file with the certificate of an authority (BEGIN CERTIFICATE)';
  for (const caFile of ['plik', 'zepsuty.pem', 'ca.der'])
    expect(issuesOf(folder, withSmtp({ caFile }))).toEqual([
      { path: 'mailbox.smtp.caFile', found: 'a file of another type', expected: certificate },
    ]);
  expect(issuesOf(folder, withSmtp({ port: 'smtp' }))).toEqual([
    { path: 'mailbox.smtp.port', found: 'a text of 4 characters', expected: 'a port from 1 to 65535' },
  ]);
  expect(issuesOf(folder, { ...validConfig, templatesDir: 'plik' })).toEqual([
    { path: 'templatesDir', found: 'no such folder', expected: 'a folder that exists' },
  ]);
});
