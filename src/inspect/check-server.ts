import type { Database, ServerQuestions } from '../database/index.js';
import { NotifyError } from '../errors/index.js';
import { ok, warning, type Check } from './check.js';

/** SQL Server 2012: CONCAT, and window functions with an order. */
const oldestVersion = 11;
const lowestCompatibilityLevel = 110;

/** Checks the version and the settings of the server. @throws NotifyError DATABASE_TOO_OLD */
export async function checkServer(database: Database, server: ServerQuestions): Promise<Check> {
  const { version, compatibilityLevel, closesItself } = await server.facts(database);
  if (version < oldestVersion || compatibilityLevel < lowestCompatibilityLevel)
    throw new NotifyError('DATABASE_TOO_OLD', { database: database.dialect.label, version, compatibilityLevel });
  return closesItself
    ? warning('server', 'serverClosesItself', { version, compatibilityLevel })
    : ok('server', 'server', { version, compatibilityLevel });
}

/** Checks that the login may do on each table and view what a run does. @throws NotifyError RIGHTS_MISSING */
export async function checkRights(database: Database, server: ServerQuestions): Promise<Check> {
  const missing = await server.missingRights(database);
  if (missing.length === 0) return ok('rights', 'rights');
  const issues = missing.map(({ name, right }) => ({ code: 'check.right' as const, args: { name, right } }));
  throw new NotifyError('RIGHTS_MISSING', { count: missing.length, issues });
}
