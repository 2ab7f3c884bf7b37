import type { Keywords } from './keywords.js';

/** What an ODBC connection string is built from. */
export interface OdbcSettings {
  readonly server: string;
  readonly database: string | undefined;
  /** Undefined for the Windows account. */
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly encrypt: boolean | 'strict';
  readonly trustServerCertificate: boolean;
  readonly keywords: Keywords;
}

/** Microsoft's drivers, the newest first. SQL Server Native Client no longer comes with SQL Server. */
const drivers = ['ODBC Driver 18 for SQL Server', 'ODBC Driver 17 for SQL Server'];

/** ODBC's names of the keywords whose values it takes as they are, and ADO.NET's names of them. */
const texts = {
  ApplicationIntent: ['ApplicationIntent'],
  AttachDBFileName: ['AttachDBFilename', 'Initial File Name', 'Extended Properties'],
  ColumnEncryption: ['Column Encryption Setting'],
  ConnectRetryCount: ['ConnectRetryCount'],
  ConnectRetryInterval: ['ConnectRetryInterval'],
  Failover_Partner: ['Failover Partner'],
  FailoverPartnerSPN: ['Failover Partner SPN'],
  HostnameInCertificate: ['Host Name In Certificate'],
  IpAddressPreference: ['IP Address Preference'],
  Language: ['Current Language', 'Language'],
  ServerCertificate: ['Server Certificate'],
  ServerSPN: ['Server SPN'],
  WSID: ['Workstation ID', 'WSID'],
};
const booleans = {
  MultiSubnetFailover: ['MultiSubnetFailover'],
};

/** Returns the drivers to try, in order: the one that the connection string names, or Microsoft's. */
export function odbcDrivers({ encrypt, keywords }: OdbcSettings): readonly string[] {
  const driver = keywords.text('Driver');
  if (driver !== undefined) return [driver];
  // Only version 18 knows `strict`. Another one must not connect with less.
  return encrypt === 'strict' ? drivers.slice(0, 1) : drivers;
}

/** Builds a connection string for an ODBC driver. */
export function odbcString(driver: string, settings: OdbcSettings): string {
  const { server, database, login, encrypt, trustServerCertificate, keywords } = settings;
  const resolution = keywords.boolean('TransparentNetworkIPResolution');
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['Server', server],
    ['Database', database],
    ...(login === undefined
      ? [['Trusted_Connection', 'Yes'] as const]
      : [['UID', login.user] as const, ['PWD', login.password] as const]),
    ['Encrypt', encrypt === 'strict' ? 'strict' : yesNo(encrypt)],
    ['TrustServerCertificate', yesNo(trustServerCertificate)],
    ['APP', applicationName(keywords)],
    ...Object.entries(texts).map(([name, names]) => [name, keywords.text(...names)] as const),
    ...Object.entries(booleans).map(([name, names]) => [name, yesNo(keywords.boolean(...names))] as const),
    ['TransparentNetworkIPResolution', resolution === undefined ? undefined : resolution ? 'Enabled' : 'Disabled'],
  ];
  const given = entries.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`]));
  return [`Driver={${driver.replaceAll('}', '}}')}}`, ...given].join(';');
}

/** The name that the server shows for the program's connections. */
export function applicationName(keywords: Keywords): string {
  return keywords.text('Application Name', 'App') ?? 'mobevo-notify';
}

function yesNo<Value extends boolean | undefined>(value: Value): string | Extract<Value, undefined> {
  return (value === undefined ? undefined : value ? 'Yes' : 'No') as string | Extract<Value, undefined>;
}

/** Puts a value into braces if it has a character with a meaning, a brace first of all. A closing one is doubled. */
function quoted(value: string): string {
  return /^[\w\\.,:-]+(?: [\w\\.,:-]+)*$/.test(value) ? value : `{${value.replaceAll('}', '}}')}}`;
}
