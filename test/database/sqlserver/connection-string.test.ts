import { expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { serverSettings } from '../../../src/database/sqlserver/settings.js';

const read = (text: string) => serverSettings({ connection: new Secret(text) });
const fields = { server: 'db', database: 'mobevo', encrypt: true, trustServerCertificate: false };

test.each([
  ['Server=db;Database=m', 'db', 1433, undefined],
  ['Server=db,1500;Database=m', 'db', 1500, undefined],
  ['Server=tcp:db.biuro.example,1500;Database=m', 'db.biuro.example', 1500, undefined],
  ['Data Source=(local);Initial Catalog=m', 'localhost', 1433, undefined],
  ['Server=.\\SQLEXPRESS;Database=m', 'localhost', 1433, 'SQLEXPRESS'],
  ['Server=db\\MOBEVO;Database=m', 'db', 1433, 'MOBEVO'],
  ['Server=db\\MOBEVO,1500;Database=m', 'db', 1500, undefined],
  ['Server=db\\SQLEXPRESS,1433;Database=m', 'db', 1433, undefined],
  ['Server=tcp:db\\MOBEVO , 1500;Database=m', 'db', 1500, undefined],
  ['Server=[::1],1500;Database=m', '::1', 1500, undefined],
  ['Server=fe80::1;Database=m', 'fe80::1', 1433, undefined],
  ['Network Address=.;Database=m', 'localhost', 1433, undefined],
])('%s gives server, port and instance', (text, server, port, instanceName) => {
  const { pool } = read(text);
  expect(pool).toMatchObject({ server, port, database: 'm' });
  expect(pool.options?.instanceName).toBe(instanceName);
});

test.each([
  ['', true, false],
  ['Encrypt=true', true, false],
  ['Encrypt=Mandatory', true, false],
  ['Encrypt=Yes', true, false],
  ['Encrypt=Optional', false, false],
  ['Encrypt=No', false, false],
  [';;Encrypt=false;;', false, false],
  ['Encrypt=false', false, false],
  ['Encrypt=Strict', 'strict', false],
  ['TrustServerCertificate=true', true, true],
  ['Trust Server Certificate = Yes', true, true],
  ['TrustServerCertificate=false', true, false],
  ['TrustServerCertificate=No', true, false],
])(
  'The connection is encrypted and verified unless the connection string says otherwise: "%s"',
  (text, encrypt, trustServerCertificate) => {
    expect(read(`Server=db;Database=m;${text}`).pool.options).toMatchObject({ encrypt, trustServerCertificate });
  },
);

test('A SQL login keeps the quotes and semicolons of its password', () => {
  expect(read('Server=db;Database=m;User Id=powiadomienia;Password="a;b""c=d\'"').pool).toMatchObject({
    user: 'powiadomienia',
    password: 'a;b"c=d\'',
    domain: undefined,
  });
});

test.each([
  ['User=ewa;PWD=x', 'ewa', 'x'],
  ['UID=ewa;Password=', 'ewa', undefined],
  ['User Id=;Password=;User Id=ewa', 'ewa', undefined],
  ["user id = ewa ; password = 'a;b''c' ;", 'ewa', "a;b'c"],
  ['User Id=ewa;Password=a=b c;;', 'ewa', 'a=b c'],
  ['User Id=ewa;Password={a;b}}c}', 'ewa', 'a;b}c'],
  ['User Id=ewa;Password={ab', 'ewa', '{ab'],
  ['User Id=ewa;Password={a}b', 'ewa', '{a}b'],
])('%s gives the user %s with the password %s', (text, user, password) => {
  const { pool, label } = read(`Server=db;${text};Database=m`);
  expect(pool).toMatchObject({ user, database: 'm' });
  expect(pool.password).toBe(password);
  expect(label).toBe('db,1433/m');
});

test('Keywords that concern only .NET programs have no effect', () => {
  const text =
    'Persist Security Info=True;Max Pool Size=5;Pooling=false;MultipleActiveResultSets=True;Packet Size=4096';
  expect(read(`Server=db;Database=m;${text}`)).toEqual(read('Server=db;Database=m'));
});

test('A login of a Windows domain uses NTLM', () => {
  expect(read('Server=db;Database=m;User Id=BIURO\\anna;Password=x').pool).toMatchObject({
    user: 'anna',
    domain: 'BIURO',
  });
});

test.each([
  'Trusted_Connection=yes',
  'Trusted_Connection=True',
  'Integrated Security=SSPI',
  'Integrated Security = true',
])('%s selects Windows authentication', (text) => {
  expect(read(`Server=db;Database=m;${text}`).odbc).toMatchObject({ server: 'db', database: 'm', encrypt: true });
  expect(read(`Server=db;${text.replace(/=.*/, '=no')};Database=m`).odbc).toBeUndefined();
});

test.each([
  ['Active Directory Default', '', { type: 'azure-active-directory-default' }],
  ['Active Directory Integrated', '', { type: 'azure-active-directory-default' }],
  [
    'Active Directory Managed Identity',
    'User Id=app;',
    { type: 'azure-active-directory-msi-vm', options: { clientId: 'app' } },
  ],
  [
    'Active Directory Service Principal',
    'User Id=app;Password=s;Tenant Id=t;',
    {
      type: 'azure-active-directory-service-principal-secret',
      options: { clientId: 'app', clientSecret: 's', tenantId: 't' },
    },
  ],
  [
    'Active Directory Password',
    'User Id=a@b.example;Password=s;Client Id=c;',
    { type: 'azure-active-directory-password', options: { userName: 'a@b.example', password: 's', clientId: 'c' } },
  ],
  ['ActiveDirectoryDefault', '', { type: 'azure-active-directory-default' }],
  ["'Active Directory MSI'", '', { type: 'azure-active-directory-msi-vm' }],
  [
    'Active Directory Integrated',
    'Token=abc;',
    { type: 'azure-active-directory-access-token', options: { token: 'abc' } },
  ],
])('Entra ID authentication is configured by: %s %s', (way, more, authentication) => {
  const { pool } = read(`Server=db;Database=m;${more}Authentication=${way}`);
  expect(pool.authentication).toMatchObject(authentication);
  expect(pool.user).toBeUndefined();
});

test('Time-outs have defaults, and the connection string overrides them', () => {
  expect(read('Server=db;Database=m').pool).toMatchObject({ connectionTimeout: 15_000, requestTimeout: 120_000 });
  expect(read('Server=db;Database=m;Connect Timeout=5').pool).toMatchObject({ connectionTimeout: 5_000 });
  expect(read('Server=db;Database=m;ConnectTimeout=5;Command Timeout=600').pool).toMatchObject({
    connectionTimeout: 5_000,
    requestTimeout: 600_000,
  });
  expect(read('Server=db;Command Timeout=30').pool).toMatchObject({ requestTimeout: 120_000 });
  const forever = read('Server=db;Command Timeout=2147483647').pool;
  expect(forever).toMatchObject({ requestTimeout: 2 ** 31 - 1, pool: { acquireTimeoutMillis: 2 ** 31 - 1 } });
  expect(read('Server=db;Database=m;Timeout=0;Command Timeout=0').pool).toMatchObject({
    connectionTimeout: 15_000,
    requestTimeout: 120_000,
  });
  expect(read('Server=db;Database=m').pool.options).toMatchObject({ appName: 'mobevo-notify' });
});

test.each([
  ['', 'it names no server'],
  ['Database=m;Password=tajne', 'it names no server'],
  ...['np:\\\\db\\pipe', '\\\\.\\pipe\\sql', 'lpc:db', 'admin:db', '(localdb)\\m'].map((server) => [
    `Server=${server};Password=tajne`,
    'its server needs a protocol other than TCP, which works only through ODBC (Trusted_Connection=yes or Driver=)',
  ]),
  ...['db:1433', 'my host', '[db],1433', 'db\\', '\\m', 'db,1433,5'].map((server) => [
    `Server=${server};Password=tajne`,
    'its server is not HOST, HOST\\INSTANCE or HOST,PORT',
  ]),
  ...['Password="tajne', "Password='taj'ne", 'tajne', 'Password=a;tajne'].map((more) => [
    `Server=db;${more};Encrypt=true`,
    'it is not a list of KEYWORD=VALUE with semicolons between them; a value with a semicolon must be in double quotes',
  ]),
  [
    'Server=db;Password=a;tajne=b',
    'it has an unknown keyword in entry 3; a value with a semicolon must be in double quotes',
  ],
  ['Server=db;Encrypt=tajne', 'it has an unknown value for Encrypt'],
  ['Server=db;TrustServerCertificate=off', 'it has an unknown value for TrustServerCertificate'],
  ['Server=db;Trusted_Connection=maybe', 'it has an unknown value for IntegratedSecurity'],
  ['Server=db;Authentication=Kerberos', 'it has an unknown value for Authentication'],
  [
    'Server=db;Authentication=Active Directory Service Principal;User Id=a;Password=b',
    'this kind of login needs TenantId',
  ],
  ['Server=db;Authentication=Active Directory Password;User Id=a;Password=b', 'this kind of login needs ClientId'],
  ['Server=db;Command Timeout=soon', 'its time-out is not a number of seconds'],
  ['Server=db,99999;Password=tajne', 'its port is not a number from 1 to 65535'],
  ['Server=db,0;Password=tajne', 'its port is not a number from 1 to 65535'],
  ['Server=db,x;Password=tajne', 'its port is not a number from 1 to 65535'],
  ['Server=sql://sa:tajne@db;Database=m', 'its server is not HOST, HOST\\INSTANCE or HOST,PORT'],
  ['Server=db;Connect Timeout=soon;Password=tajne', 'its time-out is not a number of seconds'],
  ['Server=db;Connect Timeout=-5;Password=tajne', 'its time-out is not a number of seconds'],
  ['Server=db;Connect Timeout=99999999;Password=tajne', 'its time-out is not a number of seconds'],
])('"%s" is refused, and the error does not repeat its password', (text, reason) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({
      code: 'DATABASE_SETTINGS_INVALID',
      exitCode: 78,
      message: `The database connection string cannot be used: ${reason}`,
    }),
  );
});

test('Separate fields give the same settings as a connection string', () => {
  const password = new Secret('a;b"c');
  expect(
    serverSettings({ connection: { ...fields, server: 'db\\MOBEVO', user: 'u', password, domain: 'BIURO' } }).pool,
  ).toMatchObject({
    server: 'db',
    database: 'mobevo',
    user: 'u',
    password: 'a;b"c',
    domain: 'BIURO',
    options: { instanceName: 'MOBEVO', encrypt: true },
  });
  expect(
    serverSettings({ connection: { ...fields, server: 'db,1500', user: 'u', password, encrypt: false } }).pool,
  ).toMatchObject({ server: 'db', port: 1500, user: 'u', options: { encrypt: false, trustServerCertificate: false } });
  expect(serverSettings({ connection: fields }).odbc).toMatchObject({ server: 'db', database: 'mobevo' });
});

test('What mssql leaves out of a connection string reaches the driver', () => {
  const more =
    'Application Name=Powiadomienia;ApplicationIntent=ReadOnly;MultiSubnetFailover=Yes;Workstation ID=S1;Language=polski';
  expect(read(`Server=db;Database=m;${more}`).pool.options).toMatchObject({
    appName: 'Powiadomienia',
    readOnlyIntent: true,
    multiSubnetFailover: true,
    workstationId: 'S1',
    language: 'polski',
  });
  expect(read('Server=db;Database=m;Host Name In Certificate=db.biuro.example').pool.options).toMatchObject({
    serverName: 'db.biuro.example',
  });
});

test('The authority in caFile is trusted', () => {
  expect(serverSettings({ connection: fields, ca: 'PEM' }).pool.options).toMatchObject({
    cryptoCredentialsDetails: { ca: 'PEM' },
  });
});

test.each([
  ['', undefined],
  ['TrustServerCertificate=true', 'unverified'],
  ['Encrypt=false', 'unencrypted'],
  ['Encrypt=strict;TrustServerCertificate=true', undefined],
])('"%s" gives this insecureConnection: %s', (text, insecureConnection) => {
  expect(read(`Server=db;Database=m;${text}`).insecureConnection).toBe(insecureConnection);
});

test.each([
  ['Server=db;Database=m;Password=tajne', 'db,1433/m'],
  ['Server=db\\MOBEVO;Database=m', 'db\\MOBEVO/m'],
  ['Server=db,1500', 'db,1500'],
])('The label in errors for %s is %s', (text, label) => {
  expect(read(text).label).toBe(label);
});
