import { ConnectionPool } from 'mssql';
import type { SqlServerConfig } from '../config/index.js';

/** Settings of knex's mssql dialect, which hands them to tedious. */
export interface ConnectionSettings {
  readonly server: string;
  readonly database: string;
  readonly user?: string;
  readonly password?: string;
  readonly domain?: string;
  readonly type?: string;
  readonly port?: number;
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
  readonly encrypt: boolean;
  readonly options: {
    readonly instanceName?: string;
    readonly appName: string;
    readonly trustServerCertificate: boolean;
    readonly enableArithAbort: true;
  };
}

const timeouts = { connectionTimeout: 15_000, requestTimeout: 120_000 };

/** Reads an ADO.NET connection string, or the fields of the configuration, into one form. */
export function connectionSettings({ connection }: SqlServerConfig): ConnectionSettings {
  if ('reveal' in connection) {
    const parsed = ConnectionPool.parseConnectionString(connection.reveal());
    const { instanceName, encrypt = true, trustServerCertificate = false } = parsed.options;
    return settings({
      ...splitServer(parsed.server),
      ...(parsed.port === undefined ? {} : { port: parsed.port }),
      ...(instanceName === undefined ? {} : { instanceName }),
      database: parsed.database ?? 'master',
      user: parsed.user,
      password: parsed.password,
      domain: parsed.domain,
      encrypt: Boolean(encrypt),
      trustServerCertificate,
    });
  }
  return settings({
    ...connection,
    ...splitServer(connection.server),
    user: connection.user,
    password: connection.password?.reveal(),
    domain: connection.domain,
  });
}

interface Fields {
  server: string;
  port?: number;
  instanceName?: string;
  database: string;
  user: string | undefined;
  password: string | undefined;
  domain: string | undefined;
  encrypt: boolean;
  trustServerCertificate: boolean;
}

function settings({ server, port, instanceName, database, user, password, domain, encrypt, trustServerCertificate }: Fields): ConnectionSettings {
  return {
    server,
    database,
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(domain === undefined ? {} : { domain, type: 'ntlm' }),
    ...timeouts,
    encrypt,
    options: {
      ...(instanceName === undefined ? {} : { instanceName }),
      appName: 'mobevo-notify',
      trustServerCertificate,
      enableArithAbort: true,
    },
  };
}

/** `HOST,PORT` and `HOST\INSTANCE`; tedious wants one of port and instance, never both. */
function splitServer(server: string): { server: string; port?: number; instanceName?: string } {
  const [, host, instanceName, port] = /^([^\\,]+)(?:\\([^,]+))?(?:,\s*(\d+))?$/.exec(server.trim()) ?? [];
  if (host === undefined) return { server };
  if (port !== undefined) return { server: host, port: Number(port) };
  return instanceName === undefined ? { server: host } : { server: host, instanceName };
}
