import sql from 'mssql';
import { isSqlServerName, type SqlServerConfig } from '../../config/index.js';
import { NotifyError, reasonOf } from '../../errors/index.js';
import type { MessageCode } from '../../messages/index.js';
import { Keywords } from './keywords.js';

/** The settings of a connection string. */
export interface ConnectionString extends Omit<sql.config, 'port' | 'options'> {
  readonly port: number;
  readonly options: sql.IOptions;
  readonly encrypt: boolean | 'strict';
  readonly instanceName: string | undefined;
  /** For what mssql's parser leaves out. */
  readonly keywords: Keywords;
  /** True for Windows authentication. */
  readonly isIntegrated: boolean;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly tenantId?: string;
  readonly token?: string;
}

type Fields = Exclude<SqlServerConfig['connection'], { reveal: unknown }>;

const defaultPort = 1433;
/** Milliseconds that a timer of Node takes. */
const maxTimeout = 2 ** 31 - 1;

/** Parses a connection string. @throws DATABASE_SETTINGS_INVALID, without the text, which contains a password */
export function parseConnectionString(text: string): ConnectionString {
  const { port = defaultPort, ...parsed } = parse(text);
  if (!parsed.server) throw settingsError('database.noServer');
  if (!isSqlServerName(parsed.server)) throw settingsError('database.badServer');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw settingsError('database.badPort');
  for (const timeout of [parsed.connectionTimeout, parsed.requestTimeout])
    if (timeout !== undefined && !(timeout >= 0 && timeout <= maxTimeout)) throw settingsError('database.badTimeout');
  const keywords = new Keywords(text);
  return {
    ...parsed,
    port,
    keywords,
    // mssql's parser knows only `true` and `false`.
    encrypt:
      keywords.text('Encrypt')?.toLowerCase() === 'strict'
        ? 'strict'
        : ((parsed.options.encrypt as boolean | undefined) ?? true),
    // tedious takes either a port or an instance. As in ADO.NET, the port wins.
    instanceName: port === defaultPort ? parsed.options.instanceName : undefined,
    isIntegrated: ['yes', 'true', 'sspi'].includes(
      keywords.text('Trusted_Connection', 'Integrated Security')?.toLowerCase() ?? '',
    ),
  };
}

function settingsError(code: MessageCode): NotifyError {
  return new NotifyError('DATABASE_SETTINGS_INVALID', { reason: { code } });
}

function parse(text: string): sql.config & { options: sql.IOptions } {
  try {
    return sql.ConnectionPool.parseConnectionString(text);
  } catch (error) {
    throw new NotifyError('DATABASE_SETTINGS_INVALID', { reason: reasonOf(error) });
  }
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
