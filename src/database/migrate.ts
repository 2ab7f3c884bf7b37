import { databaseError, NotifyError, reasonOf } from '../errors/index.js';
import type { Database, DdlTypes } from './database.js';
import { migrations } from './migrations/index.js';

const lockWait = 60_000;

/**
 * Brings the state tables to this program's version, in one transaction; does nothing when they are.
 * Why not knex's migrations: docs/decisions/0002-own-migrations.md.
 */
export async function migrate(database: Database): Promise<void> {
  if ((await stateVersion(database)) === migrations.length) return;
  await database.transaction(migrateWithin);
}

/** The same inside a transaction of the caller, for runs that write nothing. */
export async function migrateWithin(transaction: Database): Promise<void> {
  const granted = await transaction.dialect.lockPlanning(transaction, lockWait);
  if (!granted) throw databaseError('DATABASE_BUSY', transaction.dialect.label, 'another run is planning');
  const from = await stateVersion(transaction);
  try {
    for (const statement of statementsFrom(from, transaction.dialect.ddl)) await transaction.execute(statement);
    for (let version = from + 1; version <= migrations.length; version += 1) {
      await transaction.execute(
        `INSERT INTO {migrations} (version, applied_at) VALUES (:version, ${transaction.dialect.now()})`,
        { version },
      );
    }
  } catch (error) {
    if (isPermissionError(error)) {
      const args = { found: from, wanted: migrations.length, reason: reasonOf(error) };
      throw new NotifyError('SCHEMA_NOT_ALLOWED', args, { cause: error });
    }
    throw error;
  }
}

/** DDL from one version to the newest. */
export function statementsFrom(version: number, types: DdlTypes): string[] {
  return [
    ...(version === 0 ? [...types.schema(), versionsTable(types)] : []),
    ...migrations.slice(version).flatMap((migration) => migration(types)),
  ];
}

/** Which migrations were made; `sql/sqlserver/state.sql` begins with it too. */
export function versionsTable({ time }: DdlTypes): string {
  return `CREATE TABLE {migrations} (version int NOT NULL PRIMARY KEY, applied_at ${time} NOT NULL)`;
}

/** The version of the state tables, 0 where there are none. @throws SCHEMA_TOO_NEW */
export async function stateVersion(database: Database): Promise<number> {
  if ((await database.dialect.columns(database, 'migrations')).size === 0) return 0;
  const [row] = await database.query<{ version: number | null }>('SELECT MAX(version) AS version FROM {migrations}');
  const version = row?.version ?? 0;
  if (version > migrations.length)
    throw new NotifyError('SCHEMA_TOO_NEW', { found: version, known: migrations.length });
  return version;
}

/** No right to make a table or a schema, or to make or change one in this schema. */
const notAllowed = [262, 1088, 2759, 2760, 4902];

function isPermissionError(error: unknown): boolean {
  return notAllowed.includes((error as { number?: number }).number ?? 0);
}
