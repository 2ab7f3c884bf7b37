import { expect, test } from 'vitest';
import { isUsableAddress } from '../src/address.js';
import { folderPerTest, issuesOf, validConfig } from './helpers/config-folder.js';

const folder = folderPerTest();

const pathsOf = (content: object) => issuesOf(folder, content).map(({ path }) => path);

const usable = [
  'anna.nowak@biuro.example',
  "o'brien+faktury@biuro.example",
  'root@localhost',
  'biuro@łódź.example',
  'biuro@почта.example',
  `${'a'.repeat(64)}@${'b'.repeat(186)}.pl`,
];

const unusable = [
  '',
  'anna',
  'a@b@c.pl',
  'a@b.pl;',
  'x<a@b.pl',
  'Biuro <biuro@firma.pl>',
  'Biuro<biuro@firma.pl>',
  'mailto:a@b.pl',
  ' a@b.pl',
  'a@b.pl\n',
  'a b@c.pl',
  '"a b"@c.pl',
  'a@b..pl',
  '.a@b.pl',
  'a@b.pl.',
  'żaneta@biuro.example',
  'a\0@b.pl',
  'a\u001b@b.pl',
  'a@\u0085b.pl',
  'a@b\u200b.pl',
  'a@b\u202e.pl',
  'a@b\u2028.pl',
  'a@b\u3164.pl',
  'a@b\ufeff.pl',
  `${'a'.repeat(65)}@b.pl`,
  `${'a'.repeat(64)}@${'b'.repeat(187)}.pl`,
  `a@${'ł'.repeat(126)}.pl`,
  `${'a'.repeat(100_000)}@b.pl`,
];

test('An address is usable if it is plain, at most 254 bytes, and ASCII before the @', () => {
  expect(usable.filter((address) => !isUsableAddress(address))).toEqual([]);
  expect(unusable.filter(isUsableAddress)).toEqual([]);
});

test('Every address in the configuration follows this definition, and is reported once', () => {
  const places: readonly [path: string, settings: (address: string) => object][] = [
    ['mailbox.from', (from) => ({ mailbox: { ...validConfig.mailbox, from } })],
    ['mailbox.replyTo', (replyTo) => ({ mailbox: { ...validConfig.mailbox, replyTo } })],
    [
      'mailbox.smtp.from',
      (from) => ({ mailbox: { from: 'p@biuro.example', smtp: { host: 'h', security: 'tls', from } } }),
    ],
    ['fallbackRecipients[0]', (address) => ({ fallbackRecipients: [address] })],
    ['alerts.recipients[0]', (address) => ({ alerts: { recipients: [address] } })],
    ['notifications.absences.recipients[0]', (address) => ({ notifications: { absences: { recipients: [address] } } })],
    [
      'notifications.office-activity.recipients[1]',
      (address) => ({ notifications: { 'office-activity': { recipients: ['p@biuro.example', address] } } }),
    ],
  ];
  for (const [path, settings] of places) {
    expect(issuesOf(folder, { ...validConfig, ...settings(usable[1]!) })).toEqual([]);
    for (const address of ['x<a@b.pl', 'a\0@b.pl', 'żaneta@biuro.example', `${'a'.repeat(64)}@${'b'.repeat(187)}.pl`])
      expect(pathsOf({ ...validConfig, ...settings(address) })).toEqual([path]);
  }
});

test('A sender with a display name is told where the name goes', () => {
  const [issue] = issuesOf(folder, { ...validConfig, mailbox: { ...validConfig.mailbox, from: 'Biuro<p@biuro.pl>' } });
  expect(issue?.expected).toContain('"fromName"');
});
