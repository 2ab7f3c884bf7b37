import { isDatabaseFault, isErrorOf } from '../errors/index.js';
import type { Dialect } from './database.js';

/**
 * True if the database itself failed while something of one kind was read, so that other kinds would fail as well.
 * Damage may concern one table only. On SQL Server a time-out, a missing database or a fault of the server may concern
 * one view only; SQLite locks the whole file.
 */
export function affectsAllKinds({ name }: Dialect, error: unknown): boolean {
  const mayBeOfView = (['DATABASE_BUSY', 'DATABASE_MISSING', 'DATABASE_SERVER_FAULT'] as const).some((code) =>
    isErrorOf(error, code),
  );
  return isDatabaseFault(error) && !isErrorOf(error, 'DATABASE_DAMAGED') && !(name === 'sqlserver' && mayBeOfView);
}
