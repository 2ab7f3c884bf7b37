import { NotifyError, reasonOf } from '../errors/index.js';
import type { Database } from './database.js';
import { readOnlyLockWaitMs } from './lock-wait.js';
import { migrations } from './migrations/list.js';
import { statement } from './statement.js';

/** Milliseconds that a run waits for another that is planning. */
const runWaitMs = 60_000;

export const insertVersion = statement(
  'database.insert-version',
  ({ now }) => `INSERT INTO {migrations} (version, applied_at) VALUES (:version, ${now()})`,
  { integers: ['version'] },
);
export const newestVersion = statement('database.version', 'SELECT MAX(version) AS version FROM {migrations}', {
  numbers: ['version'],
});
/** The name of the statements of a migration, which sql/sqlserver/state.sql lists. */
const migrationName = 'database.migration';

/**
 * Migrates the state tables to this program's version, in one transaction; does nothing if they are up to date. Why not
 * knex's migrations: docs/decisions/0002-own-migrations.md.
 * @throws DATABASE_BUSY, SCHEMA_NOT_ALLOWED or SCHEMA_TOO_NEW
 */
export async function migrate(database: Database): Promise<void> {
  if (await isStateCurrent(database)) return;
  await database.transaction((transaction) => migrateWithin(transaction, runWaitMs));
}

/**
 * Migrates inside the caller's transaction, for runs that are rolled back.
 * @param waitMs how long to wait for another run that is planning
 * @throws as `migrate`
 */
export async function migrateWithin(transaction: Database, waitMs = readOnlyLockWaitMs): Promise<void> {
  const granted = await transaction.dialect.lockPlanning(transaction, waitMs);
  if (!granted) {
    const args = { database: transaction.dialect.label, reason: { code: 'databaseReason.planning' } } as const;
    throw new NotifyError('DATABASE_BUSY', args);
  }
  const from = await stateVersion(transaction);
  try {
    for (const ddl of await dueStatements(transaction, from)) await transaction.execute(statement(migrationName, ddl));
    for (let version = from + 1; version <= migrations.length; version += 1) {
      await transaction.execute(insertVersion, { version });
    }
  } catch (error) {
    if (isPermissionError(error)) {
      const args = { found: from, wanted: migrations.length, reason: reasonOf(error) };
      throw new NotifyError('SCHEMA_NOT_ALLOWED', args, { cause: error });
    }
    throw error;
  }
}

/** Loads knex only if a migration is due, because loading it takes about 100 ms. */
async function dueStatements(transaction: Database, from: number): Promise<string[]> {
  if (from === migrations.length) return [];
  const { compileMigrations } = await import('./migrations/compile.js');
  return compileMigrations(transaction.dialect, from);
}

const noVersion = { table: 'migrations', row: 'MAX(version)', column: 'version', found: 'NULL' };

/** True if the state tables have this program's version. */
export async function isStateCurrent(database: Database): Promise<boolean> {
  return (await stateVersion(database)) === migrations.length;
}

/** Returns the version of the state tables; 0 if there are none. @throws SCHEMA_TOO_NEW or STATE_UNREADABLE */
export async function stateVersion(database: Database): Promise<number> {
  const columns = await database.dialect.columns(database, 'migrations');
  if (columns.size === 0) return 0;
  if (!columns.has('version')) throw new NotifyError('STATE_UNREADABLE', noVersion);
  const [row] = await database.query<{ version: number | null }>(newestVersion);
  // The table is never visible without a row: both are made in one transaction.
  const version = row?.version;
  if (version === undefined || version === null) throw new NotifyError('STATE_UNREADABLE', noVersion);
  if (version > migrations.length)
    throw new NotifyError('SCHEMA_TOO_NEW', { found: version, known: migrations.length });
  return version;
}

/** SQL Server's errors for a login that may not create, change or rename tables or schemas. */
const permissionErrors = [262, 1088, 2759, 2760, 4902, 15225, 15247];

function isPermissionError(error: unknown): boolean {
  return permissionErrors.includes((error as { number?: number }).number ?? 0);
}
