import { expect, test } from 'vitest';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import { databaseError } from '../../../src/errors/index.js';

const faults = new SqlServerErrors('db/m', false);
const behindBrowser = new SqlServerErrors('db\\X/m', true);

const request = (more: object) => Object.assign(new Error('it broke'), { name: 'RequestError', ...more });
const connection = (more: object) => Object.assign(new Error('no way in'), { name: 'ConnectionError', ...more });
const caused = (code: string, by: object) =>
  connection({ code, originalError: Object.assign(new Error('inner'), { code, cause: by }) });

test.each([
  ['deadlock', request({ number: 1205 }), true, 'DATABASE_BUSY'],
  ['lock time-out', request({ number: 1222 }), true, 'DATABASE_BUSY'],
  ['snapshot overtaken', request({ number: 3960 }), true, 'DATABASE_BUSY'],
  ['request time-out: it may have happened', request({ code: 'ETIMEOUT' }), false, 'DATABASE_BUSY'],
  ['throttled', request({ number: 10928 }), true, 'DATABASE_UNREACHABLE'],
  ['failover', request({ number: 983 }), true, 'DATABASE_UNREACHABLE'],
  ['Azure moves the database', connection({ code: 'ELOGIN', number: 40613 }), true, 'DATABASE_UNREACHABLE'],
  ['connection lost', request({ code: 'ECONNRESET' }), true, 'DATABASE_UNREACHABLE'],
  ['connection closed', request({ code: 'ECLOSE' }), true, 'DATABASE_UNREACHABLE'],
  ['connection lost while idle in a transaction', request({ code: 'EINVALIDSTATE' }), true, 'DATABASE_UNREACHABLE'],
  ['no right on a view', request({ number: 229 }), false, 'DATABASE_DENIED'],
  [
    "no right, told before the statement's last word",
    request({ number: 2759, precedingErrors: [{ number: 262 }] }),
    false,
    'DATABASE_DENIED',
  ],
  ['wrong password', connection({ code: 'ELOGIN', number: 18456 }), false, 'DATABASE_LOGIN_REFUSED'],
  ['Entra ID says no', connection({ code: 'EFEDAUTH' }), false, 'DATABASE_LOGIN_REFUSED'],
  ['no such database', connection({ code: 'ELOGIN', number: 4060 }), true, 'DATABASE_MISSING'],
  ['nothing listens', caused('ESOCKET', { errors: [{ code: 'ECONNREFUSED' }] }), false, 'DATABASE_NOT_LISTENING'],
  ['nothing answers', connection({ code: 'ETIMEOUT' }), false, 'DATABASE_NOT_LISTENING'],
  ['no such host', caused('ESOCKET', { code: 'ENOTFOUND' }), false, 'DATABASE_UNREACHABLE'],
  ['hung up before the login', caused('ESOCKET', { code: 'ECONNRESET' }), false, 'DATABASE_UNREACHABLE'],
  [
    'self-signed certificate',
    caused('ESOCKET', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    false,
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  [
    'unknown authority',
    caused('ESOCKET', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
    false,
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  [
    'certificate of another host',
    caused('ESOCKET', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    false,
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  ['no connection without encryption', connection({ code: 'EENCRYPT' }), false, 'DATABASE_ENCRYPTION_REQUIRED'],
  ['no instance of that name', connection({ code: 'EINSTLOOKUP' }), false, 'DATABASE_INSTANCE_UNKNOWN'],
])('%s', (_, error, isTransient, code) => {
  expect(faults.isTransient(error)).toBe(isTransient);
  expect(faults.translate(error)).toMatchObject({ code, cause: error });
  expect((faults.translate(error) as Error).message).toContain('db/m');
});

test("a duplicate key, on an index or a constraint, is tried again: the second planner finds the first one's row", () => {
  for (const number of [2601, 2627]) expect(faults.isTransient(request({ number }))).toBe(true);
});

test('a silent SQL Browser is told apart from a silent server', () => {
  expect(behindBrowser.translate(connection({ code: 'ETIMEOUT' }))).toMatchObject({
    code: 'DATABASE_INSTANCE_UNKNOWN',
    exitCode: 75,
  });
});

test('what is not known stays as it is, and what is already told is not told twice', () => {
  const mistake = request({ number: 208, code: 'EREQUEST' });
  const told = databaseError('DATABASE_BUSY', 'db', 'x');
  expect(faults.isTransient(mistake)).toBe(false);
  expect(faults.translate(mistake)).toBe(mistake);
  expect(faults.translate(told)).toBe(told);
  expect(faults.translate('text')).toBe('text');
});
