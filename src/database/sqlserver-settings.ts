import type sql from 'mssql';
import type { SqlServerConfig } from '../config/index.js';
import { connectionString, parseConnectionString } from './sqlserver-connection-string.js';
import { entraLogin } from './sqlserver-entra.js';

/** Where to connect and how, in the form mssql takes. */
export interface ServerSettings {
  readonly pool: sql.config;
  /** Windows signs in, which needs the optional driver. */
  readonly integrated: boolean;
  /** What errors call the database; no secret in it. */
  readonly label: string;
}

const connectTimeout = 15_000;
/** Longer than the longest plan. */
const requestTimeout = 120_000;
/** One claims and reads, one writes what was sent. */
const connections = 2;

/**
 * Reads an ADO.NET connection string, or the fields of the configuration, into one form.
 * @param ca certificate of an own authority, PEM
 */
export function serverSettings({ connection }: Pick<SqlServerConfig, 'connection'>, ca?: string): ServerSettings {
  const text = 'reveal' in connection ? connection.reveal() : connectionString(connection);
  const parsed = parseConnectionString(text);
  const { server, port, instanceName, database, user, password, domain, options, integrated } = parsed;
  const host = instanceName === undefined ? `${server},${port}` : `${server}\\${instanceName}`;
  const authentication = entraLogin(text, parsed);
  return {
    integrated,
    label: database === undefined ? host : `${host}/${database}`,
    pool: {
      server, port, database,
      ...(authentication === undefined ? { user, password, domain } : { authentication }),
      connectionTimeout: parsed.connectionTimeout ?? connectTimeout,
      requestTimeout: parsed.requestTimeout ?? requestTimeout,
      pool: { min: 0, max: connections },
      options: {
        instanceName,
        appName: 'mobevo-notify',
        encrypt: options.encrypt ?? true,
        trustServerCertificate: options.trustServerCertificate ?? false,
        ...(options.multiSubnetFailover === undefined ? {} : { multiSubnetFailover: options.multiSubnetFailover }),
        ...(integrated ? { trustedConnection: true } : {}),
        ...(ca === undefined ? {} : { cryptoCredentialsDetails: { ca } }),
      },
    },
  };
}
