import type sql from 'mssql';
import type { SqlServerConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import type { InsecureConnection } from '../database.js';
import { connectionString, parseConnectionString } from './connection-string.js';
import { entraLogin } from './entra-login.js';
import { applicationName, type OdbcSettings } from './odbc-string.js';

/** The settings of the connection, in mssql's form. */
export interface ServerSettings {
  readonly pool: sql.config;
  /** Given for Windows authentication, and if the connection string names a driver: the optional package is used. */
  readonly odbc: OdbcSettings | undefined;
  /** The name of the database in errors; contains no secret. */
  readonly label: string;
  readonly insecureConnection: InsecureConnection | undefined;
}

const connectTimeoutMs = 15_000;
/** Milliseconds: more than the longest plan takes. */
const requestTimeout = 120_000;
/**
 * By default mssql sends `SELECT 1` before each statement. That is not needed, because lost connections are retried.
 */
const validation = { validateConnection: 'socket' };
/** One connection claims and reads, the other records outcomes. */
const connections = 2;

/** Reads an ADO.NET connection string, or the configuration's fields. @throws DATABASE_SETTINGS_INVALID */
export function serverSettings({ connection, ca }: Pick<SqlServerConfig, 'connection' | 'ca'>): ServerSettings {
  const text = 'reveal' in connection ? connection.reveal() : connectionString(connection);
  const parsed = parseConnectionString(text);
  const { server, port, instanceName, database, user, password, domain, options, encrypt, isIntegrated } = parsed;
  const { keywords } = parsed;
  const trustServerCertificate = options.trustServerCertificate ?? keywords.boolean('TrustServerCertificate') ?? false;
  const host = instanceName === undefined ? `${server},${port}` : `${server}\\${instanceName}`;
  const authentication = entraLogin(text, parsed);
  return {
    odbc:
      isIntegrated || keywords.text('Driver') !== undefined
        ? {
            server: keywords.text('Data Source', 'Addr', 'Address', 'Server', 'Network Address') ?? server,
            database,
            login: isIntegrated ? undefined : { user: keywords.text('User ID', 'UID') ?? '', password: password ?? '' },
            encrypt,
            trustServerCertificate,
            keywords,
          }
        : undefined,
    label: database === undefined ? host : `${host}/${database}`,
    insecureConnection:
      encrypt === false ? 'unencrypted' : encrypt === true && trustServerCertificate ? 'unverified' : undefined,
    pool: {
      server,
      port,
      database,
      ...(authentication === undefined ? { user, password, domain } : { authentication }),
      connectionTimeout: parsed.connectionTimeout ?? connectTimeoutMs,
      requestTimeout: parsed.requestTimeout ?? requestTimeout,
      pool: { min: 0, max: connections },
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
          multiSubnetFailover: keywords.boolean('MultiSubnetFailover'),
          readOnlyIntent: keywords.text('ApplicationIntent')?.toLowerCase() === 'readonly' ? true : undefined,
          workstationId: keywords.text('Workstation ID', 'WSID'),
          language: keywords.text('Current Language', 'Language'),
          cryptoCredentialsDetails: ca === undefined ? undefined : { ca },
        }),
      },
    },
  };
}
