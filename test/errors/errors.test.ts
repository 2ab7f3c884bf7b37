import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import { ExitCode, NotifyError, worstExitCode } from '../../src/errors/index.js';
import { locales, formatMessage } from '../../src/messages/index.js';
import { root } from '../helpers/command.js';

const server = { host: 'smtp.example', port: 587 };
const cause = new Error('first line\nsecond line');

/** One of each class, with its exit code. */
const all: [NotifyError, number][] = [
  [new errors.ConfigNotFoundError('/here'), 78],
  [new errors.ConfigUnreadableError('/here/c.json', 'it is empty'), 78],
  [
    new errors.ConfigInvalidError('/here/c.json', [
      { path: 'office', found: 'nothing', expected: 'a group of settings' },
    ]),
    78,
  ],
  [new errors.LogUnwritableError('/log', cause), 78],
  [new errors.TemplateBrokenError('/here/text.hbs', 'Parse error on line 2'), 78],
  [new errors.DatabaseUnreachableError('db', cause), 75],
  [new errors.DatabaseBusyError('db', cause), 75],
  [new errors.DatabaseSettingsError('it names no server'), 78],
  [new errors.ServerNotListeningError('db', cause), 75],
  [new errors.InstanceUnknownError('db', cause), 75],
  [new errors.DatabaseLoginRefusedError('db', cause), 77],
  [new errors.CertificateUntrustedError('db', cause), 78],
  [new errors.DatabaseNotEncryptedError('db', cause), 78],
  [new errors.DatabaseEncryptionRequiredError('db', cause), 78],
  [new errors.DatabaseMissingError('db', cause), 78],
  [new errors.DatabaseDeniedError('db', cause), 78],
  [new errors.DatabaseDriverMissingError(cause), 78],
  [new errors.SchemaTooNewError(3, 1), 78],
  [new errors.SchemaNotAllowedError(0, 1, cause), 78],
  [new errors.SourceContractError([{ view: 'source_users', expected: 'a view', found: 'no such view' }]), 78],
  [new errors.MailboxUnreachableError(server, 'connect', cause), 75],
  [new errors.SenderRefusedError(server, 'mail', cause), 75],
  [new errors.LoginRefusedError(server, 'anna', cause), 77],
  [new errors.TokenRefusedError('https://login.example/token', 'invalid_client: expired'), 77],
  [new errors.TokenUnreachableError('https://login.example/token', 'fetch failed'), 75],
  [new errors.QuotaReachedError('anna@smtp.example:587', 500), 75],
  [new errors.AlertUndeliveredError(1, '550 5.1.1 no such user'), 0],
  [new errors.HealthcheckSilentError('ECONNREFUSED'), 0],
  [new errors.PickupUnwritableError('/out', Object.assign(new Error('no space'), { code: 'ENOSPC' })), 75],
  [new errors.PreviewUnwritableError('/out', cause), 1],
  [new errors.NoMailboxError(), 78],
  [new errors.UnknownKindError('x', ['a', 'b']), 2],
  [new errors.UnknownAccountError('x', ['a', 'b']), 2],
  [new errors.BadDateError('x'), 2],
  [new errors.BadDurationError('--max-duration', 'x'), 2],
  [new errors.BadAddressError('--to', 'x'), 2],
  [new errors.BadMessageIdError('--resend', 'x'), 2],
  [new errors.MessageNotFoundError(['1', '2']), 2],
];

test.each(all)('%s', (error, exitCode) => {
  expect(error.exitCode).toBe(exitCode);
  expect(errors.exitCodesOf[error.code]).toContain(exitCode);
  expect(error).toBeInstanceOf(NotifyError);
  for (const locale of locales) {
    const [told, advice] = [formatMessage(error.text, locale), formatMessage(error.hint, locale)];
    expect(`${told} ${advice}`).not.toMatch(/\{\{|undefined|\[object|errors\./);
  }
  expect(error.message).toBe(formatMessage(error.text, 'en'));
  expect(formatMessage(error.text, 'pl')).not.toBe(error.message);
  expect(error.message).not.toContain('second line');
  expect(error.name).toMatch(/Error$/);
  expect(readFileSync(join(root, 'docs', 'errors.md'), 'utf8')).toContain(`## ${error.code}\n`);
  expect(error.toJSON()).toMatchObject({
    code: error.code,
    exitCode,
    docs: `docs/errors.md#${error.code.toLowerCase()}`,
  });
});

test('every class and every code of the catalogues is listed above', () => {
  const classes = Object.entries(errors).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof NotifyError,
  );
  expect(classes.map(([name]) => name).sort()).toEqual(
    [...new Set(all.map(([error]) => error.constructor.name))].sort(),
  );
  const { errors: english } = JSON.parse(readFileSync(join(root, 'locales', 'en.json'), 'utf8')) as { errors: object };
  expect(all.map(([{ code }]) => code).sort()).toEqual(Object.keys(english).sort());
});

test('a missing right on the pickup folder wants a person, a full disk only time', () => {
  expect(
    new errors.PickupUnwritableError('/out', Object.assign(new Error('denied'), { code: 'EACCES' })).exitCode,
  ).toBe(78);
});

test.each([
  [[], 0],
  [[0, 1], 1],
  [[1, 75], 75],
  [[75, 77, 1], 77],
  [[77, 78, 75], 78],
])('of several exit codes %j the worst is %i', (codes, worst) => {
  expect(worstExitCode(codes as ExitCode[])).toBe(worst);
});
