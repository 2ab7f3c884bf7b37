import { expect, test } from 'vitest';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import { databaseError } from '../../../src/errors/index.js';

const errors = new SqlServerErrors('db/m', 'mobevo', false);
const behindBrowser = new SqlServerErrors('db\\X/m', 'mobevo', true);

const requestError = (more: object) => Object.assign(new Error('it broke'), { name: 'RequestError', ...more });
const connectionError = (more: object) => Object.assign(new Error('no way in'), { name: 'ConnectionError', ...more });
const wrappedError = (code: string, by: object) =>
  connectionError({ code, originalError: Object.assign(new Error('inner'), { code, cause: by }) });

test.each([
  ['deadlock', requestError({ number: 1205 }), true, 'DATABASE_BUSY'],
  ['lock time-out', requestError({ number: 1222 }), true, 'DATABASE_BUSY'],
  ['snapshot overtaken', requestError({ number: 3960 }), true, 'DATABASE_BUSY'],
  ['request time-out, with unknown outcome', requestError({ code: 'ETIMEOUT' }), false, 'DATABASE_BUSY'],
  ['throttled', requestError({ number: 10928 }), true, 'DATABASE_UNREACHABLE'],
  ['failover', requestError({ number: 983 }), true, 'DATABASE_UNREACHABLE'],
  ['Azure moves the database', connectionError({ code: 'ELOGIN', number: 40613 }), true, 'DATABASE_UNREACHABLE'],
  ['connection lost', requestError({ code: 'ECONNRESET' }), true, 'DATABASE_UNREACHABLE'],
  ['connection closed', requestError({ code: 'ECLOSE' }), true, 'DATABASE_UNREACHABLE'],
  [
    'encrypted connection closed within an answer',
    requestError({ code: 'EREQUEST', message: 'unexpected end of message stream' }),
    true,
    'DATABASE_UNREACHABLE',
  ],
  [
    'connection lost while idle in a transaction',
    requestError({ code: 'EINVALIDSTATE' }),
    true,
    'DATABASE_UNREACHABLE',
  ],
  ['disk full', requestError({ number: 1105 }), false, 'DATABASE_FULL'],
  ['database file full', requestError({ number: 1101 }), false, 'DATABASE_FULL'],
  ['log full', requestError({ number: 9002 }), false, 'DATABASE_FULL'],
  ['10 GB of SQL Server Express', requestError({ number: 1827 }), false, 'DATABASE_FULL'],
  ['read-only database', requestError({ number: 3906 }), false, 'DATABASE_READ_ONLY'],
  ['too little memory', requestError({ number: 701 }), true, 'DATABASE_BUSY'],
  ['memory time-out', requestError({ number: 8645 }), true, 'DATABASE_BUSY'],
  ['too many locks', requestError({ number: 1204 }), true, 'DATABASE_BUSY'],
  ['server paused', connectionError({ code: 'ELOGIN', number: 17142 }), true, 'DATABASE_UNREACHABLE'],
  ['server stopping', requestError({ number: 6005 }), true, 'DATABASE_UNREACHABLE'],
  ['server being upgraded', connectionError({ code: 'ELOGIN', number: 18401 }), true, 'DATABASE_UNREACHABLE'],
  ['administrators only', connectionError({ code: 'ELOGIN', number: 18461 }), true, 'DATABASE_UNREACHABLE'],
  ['server not ready', connectionError({ code: 'ELOGIN', number: 17187 }), true, 'DATABASE_UNREACHABLE'],
  ['database restored', requestError({ number: 927, class: 14 }), true, 'DATABASE_UNREACHABLE'],
  ['database offline', requestError({ number: 942, class: 14 }), true, 'DATABASE_UNREACHABLE'],
  ['session killed by an administrator', requestError({ number: 596, class: 21 }), true, 'DATABASE_UNREACHABLE'],
  ['log not available', requestError({ number: 9001, class: 21 }), true, 'DATABASE_UNREACHABLE'],
  ['tempdb full', requestError({ number: 3967, class: 17 }), false, 'DATABASE_FULL'],
  ['quota of Azure', requestError({ number: 40544, class: 17 }), false, 'DATABASE_FULL'],
  ['too much memory for Azure', requestError({ number: 40553, class: 16 }), true, 'DATABASE_BUSY'],
  ['damaged page', requestError({ number: 824, class: 24 }), false, 'DATABASE_DAMAGED'],
  ['page of another table', requestError({ number: 605, class: 12 }), false, 'DATABASE_DAMAGED'],
  ['unforeseen damage', requestError({ number: 7105, class: 22 }), false, 'DATABASE_DAMAGED'],
  ['unforeseen lack of a resource', requestError({ number: 8621, class: 17 }), false, 'DATABASE_SERVER_FAULT'],
  [
    'unforeseen end of a task, reported before the last error',
    requestError({ number: 0, class: 20, precedingErrors: [requestError({ number: 3624, class: 20 })] }),
    false,
    'DATABASE_SERVER_FAULT',
  ],
  ['no permission on a view', requestError({ number: 229 }), false, 'DATABASE_DENIED'],
  [
    'no permission, reported before the last error of the statement',
    requestError({ number: 2759, precedingErrors: [{ number: 262 }] }),
    false,
    'DATABASE_DENIED',
  ],
  ['wrong password', connectionError({ code: 'ELOGIN', number: 18456 }), false, 'DATABASE_LOGIN_REFUSED'],
  ['login refused by Entra ID', connectionError({ code: 'EFEDAUTH' }), false, 'DATABASE_LOGIN_REFUSED'],
  ['no such database', connectionError({ code: 'ELOGIN', number: 4060 }), true, 'DATABASE_MISSING'],
  ['nothing listens', wrappedError('ESOCKET', { errors: [{ code: 'ECONNREFUSED' }] }), false, 'DATABASE_NOT_LISTENING'],
  ['nothing answers', connectionError({ code: 'ETIMEOUT' }), false, 'DATABASE_NOT_LISTENING'],
  ['no such host', wrappedError('ESOCKET', { code: 'ENOTFOUND' }), false, 'DATABASE_UNREACHABLE'],
  ['hung up before the login', wrappedError('ESOCKET', { code: 'ECONNRESET' }), false, 'DATABASE_UNREACHABLE'],
  [
    'self-signed certificate',
    wrappedError('ESOCKET', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    false,
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  [
    'unknown authority',
    wrappedError('ESOCKET', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
    false,
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  [
    'certificate of another host',
    wrappedError('ESOCKET', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    false,
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  ['no connection without encryption', connectionError({ code: 'EENCRYPT' }), false, 'DATABASE_ENCRYPTION_REQUIRED'],
  ['no instance of that name', connectionError({ code: 'EINSTLOOKUP' }), false, 'DATABASE_INSTANCE_UNKNOWN'],
])('%s is classified and translated', (_, error, isTransient, code) => {
  expect(errors.isTransient(error)).toBe(isTransient);
  expect(errors.translate(error)).toMatchObject({ code, cause: error });
  expect((errors.translate(error) as Error).message).toContain('db/m');
});

test('A missing state table is told from a missing view', () => {
  const missing = (name: string) => Object.assign(new Error(`Invalid object name '${name}'.`), { number: 208 });
  const [table, view] = [missing('mobevo.alerts'), missing('mobevo.source_users')];
  expect(errors.translate(table)).toMatchObject({ code: 'STATE_DAMAGED', cause: table });
  expect(errors.translate(view)).toBe(view);
  // Two tables of the office, one in the schema of the state tables, and what the server says of the view.
  for (const name of ['dbo.Klienci', 'mobevo.Klienci']) {
    const message = "Could not use view or function 'mobevo.source_clients' because of binding errors.";
    const broken = Object.assign(new Error(message), { number: 4413, precedingErrors: [missing(name)] });
    expect(errors.translate(broken)).toBe(broken);
  }
});

test('A duplicate key on an index or a constraint is retried: the second planner then finds the existing row', () => {
  for (const number of [2601, 2627]) expect(errors.isTransient(requestError({ number }))).toBe(true);
});

test('A silent SQL Server Browser is distinguished from a silent server', () => {
  expect(behindBrowser.translate(connectionError({ code: 'ETIMEOUT' }))).toMatchObject({
    code: 'DATABASE_INSTANCE_UNKNOWN',
    exitCode: 75,
  });
});

test('An unknown error stays as it is, and a translated error is not translated again', () => {
  const unknownError = requestError({ number: 208, class: 16, code: 'EREQUEST' });
  const translated = databaseError('DATABASE_BUSY', 'db', 'x');
  expect(errors.isTransient(unknownError)).toBe(false);
  expect(errors.translate(unknownError)).toBe(unknownError);
  expect(errors.translate(translated)).toBe(translated);
  expect(errors.translate('text')).toBe('text');
});
