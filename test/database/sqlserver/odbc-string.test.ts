import { parse } from '@tediousjs/connection-string';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import { withDetails } from '../../../src/database/sqlserver/odbc-pool.js';
import { odbcDrivers, odbcString } from '../../../src/database/sqlserver/odbc-string.js';
import { serverSettings } from '../../../src/database/sqlserver/settings.js';

const settingsOf = (text: string) => serverSettings({ connection: new Secret(text) }).odbc!;
const stringOf = (text: string, driver = 'D') => odbcString(driver, settingsOf(`${text};Trusted_Connection=yes`));
/** What a driver reads, by keyword in lower case. */
const optionsOf = (text: string) => Object.fromEntries(parse(stringOf(text)));
const quotedForAdoNet = (value: string) => `"${value.replaceAll('"', '""')}"`;

test.each([
  ['Server=db', 'Driver={D};Server=db;Trusted_Connection=Yes;Encrypt=Yes;TrustServerCertificate=No;APP=mobevo-notify'],
  [
    'Data Source=.\\SQLEXPRESS;Initial Catalog=Biuro (2026);TrustServerCertificate=true',
    'Driver={D};Server=.\\SQLEXPRESS;Database={Biuro (2026)};Trusted_Connection=Yes;Encrypt=Yes;TrustServerCertificate=Yes;APP=mobevo-notify',
  ],
  [
    'Server=tcp:db.biuro.example,1500;Database=m;Encrypt=false',
    'Driver={D};Server=tcp:db.biuro.example,1500;Database=m;Trusted_Connection=Yes;Encrypt=No;TrustServerCertificate=No;APP=mobevo-notify',
  ],
])('%s becomes %s', (text, expected) => {
  expect(stringOf(text)).toBe(expected);
});

test.each([
  ['Encrypt=Strict', { encrypt: 'strict' }],
  ['Encrypt=Mandatory', { encrypt: 'Yes' }],
  ['Trust Server Certificate=True', { trustservercertificate: 'Yes' }],
  ['Application Name=Powiadomienia', { app: 'Powiadomienia' }],
  ['App=Powiadomienia', { app: 'Powiadomienia' }],
  ['MultiSubnetFailover=True', { multisubnetfailover: 'Yes' }],
  ['Multi Subnet Failover=no', { multisubnetfailover: 'No' }],
  ['Application Intent=ReadOnly', { applicationintent: 'ReadOnly' }],
  ['ConnectRetryCount=3;Connect Retry Interval=5', { connectretrycount: '3', connectretryinterval: '5' }],
  ['Workstation ID=SERWER', { wsid: 'SERWER' }],
  ['Current Language=polski', { language: 'polski' }],
  ['Failover Partner=db2', { failover_partner: 'db2' }],
  ['Column Encryption Setting=Enabled', { columnencryption: 'Enabled' }],
  ['Host Name In Certificate=db.biuro.example', { hostnameincertificate: 'db.biuro.example' }],
  ['Server Certificate=C:\\certs\\db.cer', { servercertificate: 'C:\\certs\\db.cer' }],
  ['Server SPN=MSSQLSvc/db', { serverspn: 'MSSQLSvc/db' }],
  ['TransparentNetworkIPResolution=Enabled', { transparentnetworkipresolution: 'Enabled' }],
  ['TransparentNetworkIPResolution=false', { transparentnetworkipresolution: 'Disabled' }],
  ['Initial File Name=C:\\m.mdf', { attachdbfilename: 'C:\\m.mdf' }],
  ['Server=np:\\\\db\\pipe\\sql\\query', { server: 'np:\\\\db\\pipe\\sql\\query' }],
  ['Server=(localdb)\\m', { server: '(localdb)\\m' }],
  ['Authentication=Active Directory Managed Identity', { authentication: 'ActiveDirectoryMsi' }],
  ['IP Address Preference=IPv6First', { ipaddresspreference: 'IPv6First' }],
])('%s is carried over', (text, expected) => {
  expect(optionsOf(`Server=db;Database=m;${text}`)).toMatchObject(expected);
});

test('Time-outs are given to the driver beside the string', () => {
  const { pool } = serverSettings({
    connection: new Secret('Server=db;Trusted_Connection=yes;Connect Timeout=5;Request Timeout=90000'),
  });
  expect(pool).toMatchObject({ connectionTimeout: 5_000, requestTimeout: 90_000, options: { useUTC: true } });
});

/**
 * Values with every character that means something in a connection string; without spaces around, which readers trim.
 */
const value = fc
  .array(fc.constantFrom(...'abŻ9 {}[]();,=\'"\\@!?*-_.:'.split('')), { minLength: 1, maxLength: 12 })
  .map((characters) => characters.join('').trim())
  .filter((text) => text !== '');

test('Whatever the values are, a driver reads the same, and nothing else', () => {
  fc.assert(
    fc.property(value, value, value, fc.boolean(), fc.boolean(), (database, app, driver, encrypt, trust) => {
      const text = [
        'Server=db,1500',
        `Database=${quotedForAdoNet(database)}`,
        `Application Name=${quotedForAdoNet(app)}`,
        `Driver=${quotedForAdoNet(driver)}`,
        `Encrypt=${encrypt};TrustServerCertificate=${trust};Trusted_Connection=yes`,
      ].join(';');
      const settings = settingsOf(text);
      expect(odbcDrivers(settings)).toEqual([driver]);
      expect(Object.fromEntries(parse(odbcString(driver, settings)))).toEqual({
        driver,
        server: 'db,1500',
        database,
        trusted_connection: 'Yes',
        encrypt: encrypt ? 'Yes' : 'No',
        trustservercertificate: trust ? 'Yes' : 'No',
        app,
      });
    }),
    { numRuns: 2_000 },
  );
});

test('A value with a special character is in braces, and its closing braces are doubled', () => {
  expect(stringOf('Server=db;Database="a}b;c"')).toContain(';Database={a}}b;c};');
  expect(stringOf('Server=db;Database="{x}"')).toContain(';Database={{x}}};');
});

test.each([
  ['Server=db\\SQLEXPRESS', true],
  ['Server=tcp:.\\SQLEXPRESS', true],
  ['Server=db\\SQLEXPRESS,1433', false],
  ['Server=np:\\\\db\\pipe', false],
  ['Server=db', false],
])('%s looks up the port of an instance: %s', (text, isNamedInstance) => {
  for (const login of ['Trusted_Connection=yes', 'Driver=D;UID=u'])
    expect(serverSettings({ connection: new Secret(`${text};${login}`) }).isNamedInstance).toBe(isNamedInstance);
});

test('The newest driver is tried first, and only version 18 encrypts strictly', () => {
  const drivers = ['ODBC Driver 18 for SQL Server', 'ODBC Driver 17 for SQL Server'];
  expect(odbcDrivers(settingsOf('Server=db;Integrated Security=SSPI'))).toEqual(drivers);
  expect(odbcDrivers(settingsOf('Server=db;Integrated Security=SSPI;Encrypt=strict'))).toEqual(drivers.slice(0, 1));
  expect(odbcDrivers(settingsOf('Server=db;Integrated Security=SSPI;Driver={FreeTDS}'))).toEqual(['FreeTDS']);
});

test('A driver that the connection string names is also used with a user and a password', () => {
  const settings = settingsOf(
    'Server=db;Database=m;User Id=BIURO\\anna;Password="a;b}c";Driver={ODBC Driver 18 for SQL Server}',
  );
  expect(odbcString('D', settings)).toContain(';UID=BIURO\\anna;PWD={a;b}}c};');
  expect(odbcString('D', settings)).not.toContain('Trusted_Connection');
});

const ofDriver = '[Microsoft][ODBC Driver 18 for SQL Server]';

test.each([
  [
    'refused',
    { sqlState: '08001', code: 10061, message: `${ofDriver}TCP Provider: refused` },
    'DATABASE_NOT_LISTENING',
  ],
  ['no answer', { sqlState: 'HYT00', code: 0, message: `${ofDriver}Login timeout expired` }, 'DATABASE_NOT_LISTENING'],
  [
    'no login',
    { sqlState: '28000', code: 18456, message: `${ofDriver}[SQL Server]Login failed` },
    'DATABASE_LOGIN_REFUSED',
  ],
  ['no database', { sqlState: '42000', code: 4060, message: `${ofDriver}Cannot open database` }, 'DATABASE_MISSING'],
  [
    'an unknown authority, in whatever language Windows speaks',
    { sqlState: '08001', code: -2146893019, message: `${ofDriver}Dostawca SSL: łańcuch certyfikatów` },
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
  [
    'an unknown authority on Linux',
    {
      sqlState: '08001',
      code: -1,
      message: `${ofDriver}SSL Provider: [error:0A000086:SSL routines::certificate verify failed]`,
    },
    'DATABASE_CERTIFICATE_UNTRUSTED',
  ],
])('A connection that fails with %s is translated', (_, detail, code) => {
  // Always the last of the driver's messages, and all that mssql keeps.
  const last = { sqlState: '01S00', code: 0, message: `${ofDriver}Invalid connection string attribute` };
  const error = Object.assign(new Error(last.message), { name: 'ConnectionError', code: last.code });
  const errors = new SqlServerErrors('db', 'mobevo', false);
  const detailed = withDetails(error, [detail, last]);
  expect(errors.translate(detailed)).toMatchObject({ code });
  expect((errors.translate(detailed) as Error).message).toContain(detail.message);
  expect(errors.isTransient(detailed)).toBe(code === 'DATABASE_MISSING');
});

test.each([
  ['08S01', true, 'DATABASE_UNREACHABLE'],
  ['HYT00', false, 'DATABASE_BUSY'],
])('A request that ends with SQLSTATE %s over ODBC is classified', (state, isTransient, code) => {
  const errors = new SqlServerErrors('db', 'mobevo', false);
  const error = Object.assign(new Error('x'), { name: 'RequestError', code: 'EREQUEST', number: 0, state });
  expect(errors.isTransient(error)).toBe(isTransient);
  expect(errors.translate(error)).toMatchObject({ code });
});
