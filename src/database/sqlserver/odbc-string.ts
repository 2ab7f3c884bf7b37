import type { Keywords } from './keywords.js';

/** What an ODBC connection string is built from. */
export interface OdbcSettings {
  readonly server: string;
  readonly database: string | undefined;
  /** Undefined for the Windows account. */
  readonly login: { readonly user: string | undefined; readonly password: string | undefined } | undefined;
  readonly encrypt: boolean | 'strict';
  readonly trustServerCertificate: boolean;
  readonly keywords: Keywords;
}

/** Microsoft's drivers, the newest first. SQL Server Native Client no longer comes with SQL Server. */
const drivers = ['ODBC Driver 18 for SQL Server', 'ODBC Driver 17 for SQL Server'];

/** ODBC's names of the keywords whose values it takes as they are. */
const texts = {
  ApplicationIntent: 'applicationIntent',
  AttachDBFileName: 'attachedFile',
  ColumnEncryption: 'columnEncryption',
  ConnectRetryCount: 'connectRetryCount',
  ConnectRetryInterval: 'connectRetryInterval',
  Failover_Partner: 'failoverPartner',
  FailoverPartnerSPN: 'failoverPartnerSpn',
  HostnameInCertificate: 'hostNameInCertificate',
  IpAddressPreference: 'ipAddressPreference',
  Language: 'language',
  ServerCertificate: 'serverCertificate',
  ServerSPN: 'serverSpn',
  WSID: 'workstationId',
} as const;

/** Returns the drivers to try, in order: the one that the connection string names, or Microsoft's. */
export function odbcDrivers({ encrypt, keywords }: OdbcSettings): readonly string[] {
  const driver = keywords.text('driver');
  if (driver !== undefined) return [driver];
  // Only version 18 knows `strict`. Another one must not connect with less.
  return encrypt === 'strict' ? drivers.slice(0, 1) : drivers;
}

/** Builds a connection string for an ODBC driver. */
export function odbcString(driver: string, settings: OdbcSettings): string {
  const { server, database, login, encrypt, trustServerCertificate, keywords } = settings;
  const resolution = keywords.boolean('transparentNetworkIpResolution');
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['Server', server],
    ['Database', database],
    ...(login === undefined
      ? [['Trusted_Connection', 'Yes'] as const]
      : [['UID', login.user] as const, ['PWD', login.password] as const]),
    ['Authentication', authenticationOf(keywords)],
    ['Encrypt', encrypt === 'strict' ? 'strict' : yesNo(encrypt)],
    ['TrustServerCertificate', yesNo(trustServerCertificate)],
    ['APP', applicationName(keywords)],
    ...Object.entries(texts).map(([name, keyword]) => [name, keywords.text(keyword)] as const),
    ['MultiSubnetFailover', yesNo(keywords.boolean('multiSubnetFailover'))],
    ['TransparentNetworkIPResolution', resolution === undefined ? undefined : resolution ? 'Enabled' : 'Disabled'],
  ];
  const given = entries.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`]));
  return [`Driver={${driver.replaceAll('}', '}}')}}`, ...given].join(';');
}

/** ADO.NET's method of Entra ID in ODBC's words. */
function authenticationOf(keywords: Keywords): string | undefined {
  const method = keywords.text('authentication')?.replaceAll(' ', '');
  return method?.toLowerCase() === 'activedirectorymanagedidentity' ? 'ActiveDirectoryMsi' : method;
}

/** The name that the server shows for the program's connections. */
export function applicationName(keywords: Keywords): string {
  return keywords.text('applicationName') ?? 'mobevo-notify';
}

function yesNo<Value extends boolean | undefined>(value: Value): string | Extract<Value, undefined> {
  return (value === undefined ? undefined : value ? 'Yes' : 'No') as string | Extract<Value, undefined>;
}

/** Puts a value into braces if it has a character with a meaning, a brace first of all. A closing one is doubled. */
function quoted(value: string): string {
  return /^[\w\\.,:-]+(?: [\w\\.,:-]+)*$/.test(value) ? value : `{${value.replaceAll('}', '}}')}}`;
}
