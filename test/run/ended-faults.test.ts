import { expect, test } from 'vitest';
import type { KindId, SmtpConfig } from '../../src/config/index.js';
import { initialKindReport } from '../../src/run/report.js';
import { endedFaults } from '../../src/run/standing-faults.js';

test('A fault of an account ends when that account delivers, or leaves the configuration', () => {
  const account = (name: string) =>
    ({ name, host: 'smtp.biuro.example', port: 587, login: { user: name } }) as SmtpConfig;
  const [first, other] = [account('pierwsze'), account('drugie')];
  const known = [
    'MAILBOX_LOGIN_REFUSED "smtp.biuro.example" 587 "pierwsze"',
    'MAILBOX_QUOTA_REACHED "pierwsze"',
    'MAILBOX_UNREACHABLE "smtp.biuro.example" 587',
  ].map((name) => ({ name, text: name, since: '2026-11-24T08:00:00.000Z', reportedOn: '2026-11-24' }));
  const kinds = [{ ...initialKindReport('absences', undefined, undefined), sent: 1 }];
  const ended = (accounts: readonly SmtpConfig[], delivering: readonly string[]) =>
    endedFaults([], known, kinds, ['absences'], accounts, delivering).map(({ name }) => name.split(' ')[0]);
  expect(ended([first, other], ['drugie'])).toEqual(['MAILBOX_UNREACHABLE']);
  expect(ended([first, other], ['pierwsze'])).toHaveLength(3);
  expect(ended([other], ['drugie'])).toHaveLength(3);
});

test('A fault of a kind does not end in a run without that kind; it ends when the kind leaves the configuration', () => {
  const known = ['SOURCE_CONTRACT_BROKEN "audit-completed"', 'MESSAGE_FAILED "audit-completed"'].map((name) => ({
    name,
    text: name,
    since: '2026-11-24T08:00:00.000Z',
    reportedOn: '2026-11-24',
  }));
  const report = { ...initialKindReport('absences', undefined, undefined), due: true, sent: 1 };
  const ended = (configured: readonly KindId[]) => endedFaults([], known, [report], configured, [], []).length;
  expect(ended(['audit-completed', 'absences'])).toBe(0);
  expect(ended(['absences'])).toBe(2);
});
