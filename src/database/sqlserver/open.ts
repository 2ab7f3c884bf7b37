import type { SqlServerConfig } from '../../config/index.js';
import type { Database } from '../database.js';
import { SqlServerDialect } from './dialect.js';
import { SqlServerErrors } from './errors.js';
import { SqlServerPool } from './pool.js';
import { SqlServerSession } from './session.js';
import { serverSettings } from './settings.js';

/** Opens SQL Server; the first query connects. @throws DATABASE_SETTINGS_INVALID */
export function openSqlServer(config: SqlServerConfig): Database {
  const settings = serverSettings(config);
  const errors = new SqlServerErrors(settings.label, config.schema, settings.isNamedInstance);
  return new SqlServerSession(
    new SqlServerPool(settings),
    errors,
    new SqlServerDialect(settings.label, config.schema, settings.insecureConnection),
  );
}
