import type { SqlServerConfig } from '../config/index.js';
import type { Database } from './database.js';
import { SqlServerDialect } from './sqlserver-dialect.js';
import { SqlServerFaults } from './sqlserver-faults.js';
import { SqlServerPool } from './sqlserver-pool.js';
import { SqlServerSession } from './sqlserver-session.js';
import { serverSettings } from './sqlserver-settings.js';

/** Opens SQL Server; the first query connects. */
export function openSqlServer(config: SqlServerConfig): Database {
  const settings = serverSettings(config);
  const faults = new SqlServerFaults(settings.label, settings.pool.options?.instanceName !== undefined);
  return new SqlServerSession(new SqlServerPool(settings), faults, new SqlServerDialect(settings.label, config.schema, settings.exposure));
}
