import sql from 'mssql';
import type { SqlServerConfig } from '../../config/index.js';
import { NotifyError, reasonOf } from '../../errors/index.js';

/** What a connection string says. */
export interface ConnectionString extends Omit<sql.config, 'port' | 'options'> {
  readonly port: number;
  readonly options: sql.IOptions;
  readonly encrypt: boolean | 'strict';
  readonly instanceName: string | undefined;
  /** Windows signs in. */
  readonly integrated: boolean;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly tenantId?: string;
  readonly token?: string;
}

type Fields = Exclude<SqlServerConfig['connection'], { reveal: unknown }>;

const defaultPort = 1433;
/** mssql's parser knows `true` and `false` only. */
const strict = /(?:^|;)\s*encrypt\s*=\s*"?strict"?\s*(?:;|$)/i;
const trusted = /(?:^|;)\s*(?:trusted_connection|integrated security)\s*=\s*(?:yes|true|sspi)\s*(?:;|$)/i;

/** @throws DATABASE_SETTINGS_INVALID, which does not repeat the text: a password is in it */
export function parseConnectionString(text: string): ConnectionString {
  const { port = defaultPort, ...parsed } = parse(text);
  if (!parsed.server) throw new NotifyError('DATABASE_SETTINGS_INVALID', { reason: { code: 'database.noServer' } });
  return {
    ...parsed,
    port,
    encrypt: strict.test(text) ? 'strict' : ((parsed.options.encrypt as boolean | undefined) ?? true),
    // tedious takes either; as in ADO.NET, a port makes the instance's name superfluous.
    instanceName: port === defaultPort ? parsed.options.instanceName : undefined,
    integrated: trusted.test(text),
  };
}

function parse(text: string): sql.config & { options: sql.IOptions } {
  try {
    return sql.ConnectionPool.parseConnectionString(text);
  } catch (error) {
    throw new NotifyError('DATABASE_SETTINGS_INVALID', { reason: reasonOf(error) });
  }
}

/** The fields of the configuration as a connection string, so that one parser reads both; without a user Windows signs in. */
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
