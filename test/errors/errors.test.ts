import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  anchorOf,
  ConfigInvalidError,
  databaseError,
  errorTable,
  ExitCode,
  isErrorOf,
  NotifyError,
  reasonOf,
  SourceContractError,
  TemplateBrokenError,
  worstExitCode,
} from '../../src/errors/index.js';
import { formatMessage, locales, type ErrorCode, type Locale } from '../../src/messages/index.js';
import { readCatalogue } from '../helpers/catalogue.js';
import { root } from '../helpers/command.js';

const cause = new Error('first line\nsecond line');
const codes = Object.keys(errorTable) as ErrorCode[];

/** The exit codes that administrators rely on; the cause selects one if there are two. */
const exitCodes: Record<ErrorCode, readonly number[]> = {
  CONFIG_NOT_FOUND: [78],
  CONFIG_UNREADABLE: [78],
  CONFIG_CODE_UNTRUSTED: [78],
  CONFIG_INVALID: [78],
  LOG_UNWRITABLE: [78],
  METRICS_UNWRITABLE: [0, 78],
  LOG_NOT_ROTATED: [0],
  DATABASE_UNREACHABLE: [75],
  DATABASE_BUSY: [75],
  DATABASE_SETTINGS_INVALID: [78],
  DATABASE_NOT_LISTENING: [75],
  DATABASE_INSTANCE_UNKNOWN: [75],
  DATABASE_LOGIN_REFUSED: [77],
  DATABASE_CERTIFICATE_UNTRUSTED: [78],
  DATABASE_NOT_ENCRYPTED: [78],
  DATABASE_ENCRYPTION_REQUIRED: [78],
  DATABASE_FULL: [75],
  DATABASE_SERVER_FAULT: [75],
  DATABASE_DAMAGED: [78],
  DATABASE_READ_ONLY: [75],
  DATABASE_TOO_OLD: [78],
  STATEMENTS_REFUSED: [78],
  RIGHTS_MISSING: [78],
  DATABASE_MISSING: [78],
  DATABASE_DENIED: [78],
  DATABASE_DRIVER_MISSING: [78],
  DATABASE_ODBC_DRIVER_MISSING: [78],
  SQLITE_DRIVER_UNUSABLE: [78],
  STATE_UNREADABLE: [78],
  STATE_DAMAGED: [78],
  PLANNING_CUT_SHORT: [0],
  RUN_CUT_SHORT: [0],
  NOW_IS_DRY_RUN: [2],
  DECISIONS_CONTRADICT: [2],
  MESSAGES_CONTRADICT: [2],
  SCHEMA_TOO_NEW: [78],
  SCHEMA_NOT_ALLOWED: [78],
  SOURCE_CONTRACT_BROKEN: [78],
  SOURCE_VIEW_FAILED: [1],
  SOURCE_VIEWS_FAILED: [1],
  TEMPLATE_BROKEN: [78],
  PICKUP_UNWRITABLE: [78, 75],
  PREVIEW_UNWRITABLE: [1],
  MAILBOX_UNREACHABLE: [75],
  MAILBOX_REFUSES_SENDER: [75],
  MAILBOX_SUSPECTED: [75],
  MAILBOX_FEWER_CONNECTIONS: [0],
  MAILBOX_LOGIN_REFUSED: [77],
  MAILBOX_TOKEN_NOT_ACCEPTED: [77],
  MAILBOX_LOGIN_NOT_OFFERED: [77],
  MAILBOX_TOKEN_REFUSED: [77],
  MAILBOX_TOKEN_UNREACHABLE: [75],
  MAILBOX_QUOTA_REACHED: [75],
  ALERT_UNDELIVERED: [0],
  HEALTHCHECK_SILENT: [0],
  RUN_ABANDONED: [0],
  CLOCK_WAS_AHEAD: [0],
  RUN_OVERDUE: [75],
  UNKNOWN_KIND: [2],
  UNKNOWN_ACCOUNT: [2],
  BAD_DATE: [2],
  BAD_DURATION: [2],
  BAD_ADDRESS: [2],
  OPTION_MISSING: [2],
  BAD_MESSAGE_ID: [2],
  OUTPUT_UNWRITABLE: [1],
  NOBODY_FOUND: [1],
  UNKNOWN_STATE: [2],
  BAD_SINCE: [2],
  MESSAGE_UNKNOWN: [2],
  MESSAGE_NOT_FOUND: [2],
  PLAN_HELD: [1],
  PLAN_NOT_HELD: [2],
  PLANNING_FAILED: [1],
  SENDING_FAILED: [1],
  MESSAGE_FAILED: [1],
  OUTCOME_NOT_RECORDED: [1],
  UNEXPECTED: [1],
  NO_MAIL_OF_KIND: [1],
  NO_MAILBOX: [78],
};

/** An error with a value for each argument that the table names. */
function sample(code: ErrorCode): NotifyError {
  const values = Object.fromEntries(
    errorTable[code].args.map((name) => [
      name,
      name === 'reason' ? reasonOf(cause) : name === 'count' ? 2 : `<${name}>`,
    ]),
  );
  return new NotifyError(...([code, values, { cause }] as ConstructorParameters<typeof NotifyError>));
}

/** The texts of an error: `text`, or its plural forms, `hint` and `explanation`. */
function textsOf(code: ErrorCode, locale: Locale): [string, string][] {
  const prefix = `errors.${code}.`;
  return Object.entries(readCatalogue(locale, 'locales')).flatMap(([key, text]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), text] as [string, string]] : [],
  );
}

test('The table has exactly the codes of both catalogues', () => {
  for (const locale of locales) {
    const catalogue = JSON.parse(readFileSync(join(root, 'locales', `${locale}.json`), 'utf8')) as { errors: object };
    expect(codes.sort()).toEqual(Object.keys(catalogue.errors).sort());
  }
});

test.each(codes)('%s has its exit codes, texts in both languages and a section in docs/errors.md', (code) => {
  const error = sample(code);
  expect(errorTable[code].exitCodes).toEqual(exitCodes[code]);
  expect(error.exitCode).toBe(exitCodes[code][0]);
  for (const locale of locales) {
    const texts = textsOf(code, locale);
    expect([...new Set(texts.map(([name]) => name.replace(/_.*/, '')))].sort()).toEqual([
      'explanation',
      'hint',
      'text',
    ]);
    const used = texts.flatMap(([, text]) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!));
    expect([...new Set(used)].sort()).toEqual([...errorTable[code].args].sort());
    const explanation = texts.find(([name]) => name === 'explanation')![1];
    for (const text of [formatMessage(error.text, locale), formatMessage(error.hint, locale), explanation]) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/\{\{|undefined|\[object|errors\./);
    }
  }
  expect(error.message).toBe(formatMessage(error.text, 'en'));
  expect(formatMessage(error.text, 'pl')).not.toBe(error.message);
  expect(formatMessage(error.hint, 'pl')).not.toBe(formatMessage(error.hint, 'en'));
  expect(error.message).not.toContain('second line');
  expect(readFileSync(join(root, 'docs', 'errors.md'), 'utf8')).toContain(`\n## ${code}\n`);
  expect(error.toJSON()).toMatchObject({
    code,
    exitCode: exitCodes[code][0],
    docs: `docs/errors.md#${anchorOf(code)}`,
  });
});

test('A NotifyError has its code in its name and stack, and its cause', () => {
  const error = databaseError('DATABASE_BUSY', 'db', cause);
  expect(error).toBeInstanceOf(NotifyError);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('NotifyError [DATABASE_BUSY]');
  expect(error.stack).toMatch(/^NotifyError \[DATABASE_BUSY\]: The database db is busy: first line\n +at /);
  expect(error.cause).toBe(cause);
  expect(new NotifyError('NO_MAILBOX', {})).not.toHaveProperty('cause');
});

test('isErrorOf matches a NotifyError by its code', () => {
  const error: unknown = sample('BAD_DATE');
  expect(isErrorOf(error, 'BAD_DATE')).toBe(true);
  expect(isErrorOf(error, 'BAD_DURATION')).toBe(false);
  expect(isErrorOf(new Error('BAD_DATE'), 'BAD_DATE')).toBe(false);
  expect(isErrorOf({ code: 'BAD_DATE' }, 'BAD_DATE')).toBe(false);
});

test('The caller can select another exit code of the table', () => {
  const args = { directory: '/out', reason: 'no space' };
  expect(new NotifyError('PICKUP_UNWRITABLE', args).exitCode).toBe(78);
  expect(new NotifyError('PICKUP_UNWRITABLE', args, { exitCode: ExitCode.unavailable }).exitCode).toBe(75);
});

test('Several issues are lines of the message and fields of the JSON', () => {
  const found = { code: 'contract.noView' } as const;
  const configuration = new ConfigInvalidError('c.json', [
    { path: '', found: 'a list', expected: 'a group of settings' },
    { path: 'offce', found: 'a text', expected: 'one of the settings', suggestion: 'office' },
  ]);
  expect(configuration.message.split('\n')).toHaveLength(3);
  expect(configuration.toJSON()).toMatchObject({
    code: 'CONFIG_INVALID',
    exitCode: 78,
    issues: [{ path: '' }, { path: 'offce', suggestion: 'office' }],
  });
  const contract = new SourceContractError([
    { view: 'source_users', expected: 'a view', found },
    { view: 'source_users', column: 'id', expected: 'a number', found },
  ]);
  expect(contract.message).toContain('source_users.id');
  expect(contract.toJSON()).toMatchObject({
    code: 'SOURCE_CONTRACT_BROKEN',
    exitCode: 78,
    issues: [{ found: formatMessage(found, 'en') }, { column: 'id' }],
  });
  expect(new TemplateBrokenError('text.hbs', 'line 2')).toMatchObject({
    code: 'TEMPLATE_BROKEN',
    exitCode: 78,
    file: 'text.hbs',
    reason: 'line 2',
  });
});

test.each([
  [[], 0],
  [[0, 1], 1],
  [[1, 75], 75],
  [[75, 77, 1], 77],
  [[77, 78, 75], 78],
])('The worst of the exit codes %j is %i', (codes, worst) => {
  expect(worstExitCode(codes as ExitCode[])).toBe(worst);
});
