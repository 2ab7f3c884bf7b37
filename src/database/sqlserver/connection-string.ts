import { isSqlServerName, type SqlServerConfig } from '../../config/index.js';
import { Keywords, type Keyword } from './keywords.js';
import { settingsError } from './settings-error.js';

/** The settings of a connection string. */
export interface ConnectionString {
  /** As written: `HOST`, `HOST\INSTANCE` or `HOST,PORT`, perhaps after a protocol. */
  readonly server: string;
  readonly database: string | undefined;
  /** The user, without the Windows domain before it. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly domain: string | undefined;
  readonly encrypt: boolean | 'strict';
  readonly trustServerCertificate: boolean;
  /** Milliseconds; undefined if it is not given, or 0, which in ADO.NET means no limit. */
  readonly connectTimeout: number | undefined;
  readonly requestTimeout: number | undefined;
  /** Of ADO.NET, where boilerplate often sets it: only a longer one than the program's own counts. */
  readonly commandTimeout: number | undefined;
  /** True for Windows authentication. */
  readonly isIntegrated: boolean;
  readonly keywords: Keywords;
}

type Fields = Exclude<SqlServerConfig['connection'], { reveal: unknown }>;

/** Milliseconds that a timer of Node takes. */
export const maxTimeout = 2 ** 31 - 1;

const encryption: Readonly<Record<string, boolean | 'strict'>> = {
  ...{ strict: 'strict', mandatory: true, true: true, yes: true, 1: true },
  ...{ optional: false, false: false, no: false, 0: false },
};
const integration: Readonly<Record<string, boolean>> = {
  ...{ sspi: true, true: true, yes: true, 1: true, false: false, no: false, 0: false },
};

/** Parses a connection string. @throws DATABASE_SETTINGS_INVALID, without the text, which contains a password */
export function parseConnectionString(text: string): ConnectionString {
  const keywords = new Keywords(text);
  const server = keywords.text('server')?.replaceAll(/\s*([\\,:])\s*/g, '$1');
  if (server === undefined) throw settingsError('database.noServer');
  if (!isSqlServerName(server)) throw settingsError('database.badServer');
  const [, domain, user = keywords.text('user')] = /^(.*)\\(.*)$/.exec(keywords.text('user') ?? '') ?? [];
  return {
    server,
    database: keywords.text('database'),
    user,
    password: keywords.text('password'),
    domain: domain === '' ? undefined : domain,
    encrypt: keywords.word('encrypt', encryption) ?? true,
    trustServerCertificate: keywords.boolean('trustServerCertificate') ?? false,
    connectTimeout: timeout(keywords, 'connectTimeout', 1000),
    requestTimeout: timeout(keywords, 'requestTimeout', 1),
    commandTimeout: timeout(keywords, 'commandTimeout', 1000),
    isIntegrated: keywords.word('integratedSecurity', integration) ?? false,
    keywords,
  };
}

/** Milliseconds. @param unit of the value, in milliseconds */
function timeout(keywords: Keywords, keyword: Keyword, unit: number): number | undefined {
  const text = keywords.text(keyword);
  if (text === undefined) return undefined;
  const length = /^\d+$/.test(text) ? Number(text) * unit : Number.NaN;
  const isTooLong = length > maxTimeout && keyword !== 'commandTimeout';
  if (Number.isNaN(length) || isTooLong) throw settingsError('database.badTimeout');
  return length === 0 ? undefined : Math.min(length, maxTimeout);
}

/**
 * Builds a connection string from the configuration's fields, so that one parser reads both. Without a user it uses
 * Windows authentication.
 */
export function connectionString({
  server,
  database,
  user,
  password,
  domain,
  encrypt,
  trustServerCertificate,
}: Fields): string {
  const login =
    user === undefined
      ? ['Trusted_Connection=yes']
      : [
          `User Id=${quoted(domain === undefined ? user : `${domain}\\${user}`)}`,
          ...(password === undefined ? [] : [`Password=${quoted(password.reveal())}`]),
        ];
  return [
    `Server=${quoted(server)}`,
    `Database=${quoted(database)}`,
    ...login,
    `Encrypt=${encrypt}`,
    `TrustServerCertificate=${trustServerCertificate}`,
  ].join(';');
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
