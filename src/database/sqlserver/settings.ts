import type sql from 'mssql';
import type { SqlServerConfig } from '../../config/index.js';
import { defined } from '../../defined.js';
import type { InsecureConnection } from '../database.js';
import { connectionString, parseConnectionString } from './connection-string.js';
import { entraLogin } from './entra-login.js';

/** Where to connect and how, in the form mssql takes. */
export interface ServerSettings {
  readonly pool: sql.config;
  /** Windows signs in, which needs the optional driver. */
  readonly integrated: boolean;
  /** What errors call the database; no secret in it. */
  readonly label: string;
  readonly insecureConnection: InsecureConnection | undefined;
}

const connectTimeout = 15_000;
/** Longer than the longest plan. */
const requestTimeout = 120_000;
/** Unless told otherwise mssql asks `SELECT 1` before each statement; what a lost connection breaks is repeated anyway. */
const validation = { validateConnection: 'socket' };
/** One claims and reads, one writes what was sent. */
const connections = 2;

/** Reads an ADO.NET connection string, or the fields of the configuration, into one form. */
export function serverSettings({ connection, ca }: Pick<SqlServerConfig, 'connection' | 'ca'>): ServerSettings {
  const text = 'reveal' in connection ? connection.reveal() : connectionString(connection);
  const parsed = parseConnectionString(text);
  const { server, port, instanceName, database, user, password, domain, options, encrypt, integrated } = parsed;
  const trustServerCertificate = options.trustServerCertificate ?? false;
  const host = instanceName === undefined ? `${server},${port}` : `${server}\\${instanceName}`;
  const authentication = entraLogin(text, parsed);
  return {
    integrated,
    label: database === undefined ? host : `${host}/${database}`,
    insecureConnection:
      encrypt === false ? 'unencrypted' : encrypt === true && trustServerCertificate ? 'unverified' : undefined,
    pool: {
      server,
      port,
      database,
      ...(authentication === undefined ? { user, password, domain } : { authentication }),
      connectionTimeout: parsed.connectionTimeout ?? connectTimeout,
      requestTimeout: parsed.requestTimeout ?? requestTimeout,
      pool: { min: 0, max: connections },
      ...validation,
      options: {
        instanceName,
        appName: 'mobevo-notify',
        encrypt: encrypt as boolean,
        trustServerCertificate,
        debug: { data: false, packet: false, payload: encrypt === true, token: false },
        ...defined({
          multiSubnetFailover: options.multiSubnetFailover,
          trustedConnection: integrated ? true : undefined,
          cryptoCredentialsDetails: ca === undefined ? undefined : { ca },
        }),
      },
    },
  };
}
