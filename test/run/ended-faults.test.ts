import { expect, test } from 'vitest';
import type { KindId, SmtpConfig } from '../../src/config/index.js';
import { databaseError, SourceContractError } from '../../src/errors/index.js';
import { initialKindReport } from '../../src/run/report.js';
import { endedFaults, faultsOf } from '../../src/run/standing-faults.js';

const standing = (name: string) => ({ name, text: name, since: '2026-11-24T08:00:00.000Z', reportedOn: '2026-11-24' });

test('A fault of an account ends when that account delivers, or leaves the configuration', () => {
  const account = (name: string) =>
    ({ name, host: 'smtp.biuro.example', port: 587, login: { user: name } }) as SmtpConfig;
  const [first, other] = [account('pierwsze'), account('drugie')];
  const known = [
    'MAILBOX_LOGIN_REFUSED "smtp.biuro.example" 587 "pierwsze"',
    'MAILBOX_QUOTA_REACHED "pierwsze"',
    'MAILBOX_UNREACHABLE "smtp.biuro.example" 587',
  ].map(standing);
  const kinds = [{ ...initialKindReport('absences', undefined, undefined), sent: 1 }];
  const ended = (accounts: readonly SmtpConfig[], delivering: readonly string[]) =>
    endedFaults([], known, kinds, ['absences'], accounts, delivering).map(({ name }) => name.split(' ')[0]);
  expect(ended([first, other], ['drugie'])).toEqual(['MAILBOX_UNREACHABLE']);
  expect(ended([first, other], ['pierwsze'])).toHaveLength(3);
  expect(ended([other], ['drugie'])).toHaveLength(3);
});

test('A fault of a kind does not end in a run without that kind; it ends when the kind leaves the configuration', () => {
  const known = ['SOURCE_CONTRACT_BROKEN "audit-completed"', 'MESSAGE_FAILED "audit-completed"'].map(standing);
  const report = { ...initialKindReport('absences', undefined, undefined), due: true, sent: 1 };
  const ended = (configured: readonly KindId[]) => endedFaults([], known, [report], configured, [], []).length;
  expect(ended(['audit-completed', 'absences'])).toBe(0);
  expect(ended(['absences'])).toBe(2);
});

test('A fault of several kinds ends when those of this run were planned without it', () => {
  const known = [standing('SOURCE_VIEW_FAILED "audit-completed" "absences" "source_users"')];
  const report = { ...initialKindReport('absences', undefined, undefined), due: true };
  const configured = ['audit-completed', 'absences'];
  expect(endedFaults([], known, [report], configured, [], [])).toHaveLength(1);
  expect(endedFaults([], known, [{ ...report, error: 'planning' as const }], configured, [], [])).toEqual([]);
});

test('A fault is named by the kinds that it stopped, each error by its own', () => {
  const busy = databaseError('DATABASE_BUSY', 'serwer/mobevo', new Error('Lock request time out'));
  const broken = new SourceContractError([]);
  const stopped = [
    { kind: 'audit-completed', error: busy },
    { kind: 'absences', error: broken },
  ];
  expect(faultsOf([busy, broken], stopped, [], 'en').map(({ name }) => name)).toEqual([
    'DATABASE_BUSY "serwer/mobevo" "audit-completed"',
    'SOURCE_CONTRACT_BROKEN "absences"',
  ]);
});
