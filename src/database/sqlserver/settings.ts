import type sql from 'mssql';
import type { SqlServerConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import type { InsecureConnection } from '../database.js';
import { connectionString, maxTimeout, parseConnectionString } from './connection-string.js';
import { entraLogin } from './entra-login.js';
import { parseDataSource } from './data-source.js';
import { applicationName, type OdbcSettings } from './odbc-string.js';

/** The settings of the connection, in mssql's form. */
export interface ServerSettings {
  readonly pool: sql.config;
  /** Given for Windows authentication, and if the connection string names a driver: the optional package is used. */
  readonly odbc: OdbcSettings | undefined;
  /** The name of the database in errors; contains no secret. */
  readonly label: string;
  /** True if the port must be looked up by the instance's name. */
  readonly isNamedInstance: boolean;
  readonly insecureConnection: InsecureConnection | undefined;
}

const connectTimeoutMs = 15_000;
/** Milliseconds: more than the longest plan takes. */
const requestTimeoutMs = 120_000;
/**
 * By default mssql sends `SELECT 1` before each statement, and still does over ODBC. That is not needed, because lost
 * connections are retried.
 */
const validation = { validateConnection: 'socket' };
/** One connection claims and reads, the other records outcomes. */
const connections = 2;

/** Reads an ADO.NET connection string, or the configuration's fields. @throws DATABASE_SETTINGS_INVALID */
export function serverSettings({ connection, ca }: Pick<SqlServerConfig, 'connection' | 'ca'>): ServerSettings {
  const text = 'reveal' in connection ? connection.reveal() : connectionString(connection);
  const parsed = parseConnectionString(text);
  const { server, database, user, password, domain, encrypt, trustServerCertificate, isIntegrated, keywords } = parsed;
  const odbc =
    isIntegrated || keywords.text('driver') !== undefined
      ? {
          server,
          database,
          login: isIntegrated ? undefined : { user: keywords.text('user'), password },
          encrypt,
          trustServerCertificate,
          keywords,
        }
      : undefined;
  const { connectTimeout = connectTimeoutMs, commandTimeout = 0 } = parsed;
  const requestTimeout = parsed.requestTimeout ?? Math.max(commandTimeout, requestTimeoutMs);
  const waitMs = Math.min(connectTimeout + requestTimeout, maxTimeout);
  // An ODBC driver also knows other protocols, and reads the server itself.
  const { host, port, instanceName } =
    odbc === undefined ? parseDataSource(server) : { host: server, port: undefined, instanceName: undefined };
  const label =
    port === undefined ? server : instanceName === undefined ? `${host},${port}` : `${host}\\${instanceName}`;
  const authentication = odbc === undefined ? entraLogin(parsed) : undefined;
  return {
    odbc,
    isNamedInstance: odbc === undefined ? instanceName !== undefined : /^(?:tcp:)?[^:\\,]+\\[^\\,]+$/i.test(server),
    label: database === undefined ? label : `${label}/${database}`,
    insecureConnection:
      encrypt === false ? 'unencrypted' : encrypt === true && trustServerCertificate ? 'unverified' : undefined,
    pool: {
      server: host,
      port,
      database,
      ...(authentication === undefined ? { user, password, domain } : { authentication }),
      connectionTimeout: connectTimeout,
      requestTimeout,
      // By default the pool waits for half a minute, and statements may take longer.
      pool: { min: 0, max: connections, acquireTimeoutMillis: waitMs, createTimeoutMillis: waitMs },
      ...validation,
      options: {
        instanceName,
        appName: applicationName(keywords),
        // The ODBC driver would take times for local ones.
        useUTC: true,
        encrypt: encrypt as boolean,
        trustServerCertificate,
        debug: { data: false, packet: false, payload: encrypt === true, token: false },
        ...omitUndefined({
          multiSubnetFailover: keywords.boolean('multiSubnetFailover'),
          readOnlyIntent: keywords.word('applicationIntent', { readonly: true, readwrite: undefined }),
          workstationId: keywords.text('workstationId'),
          language: keywords.text('language'),
          serverName: keywords.text('hostNameInCertificate'),
          cryptoCredentialsDetails: ca === undefined ? undefined : { ca },
        }),
      },
    },
  };
}
