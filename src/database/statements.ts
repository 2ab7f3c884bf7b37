import type { Dialect, Statement } from './database.js';
import { insertVersion, newestVersion } from './migrate.js';
import { serverTime } from './server-clock.js';

/** All statements of this folder, except migrations, which sql/sqlserver/state.sql lists. */
export function databaseStatements(dialect: Dialect): Statement[] {
  return [...dialect.statements, serverTime, newestVersion, insertVersion];
}
