import { isDatabaseFault, isErrorOf } from '../errors/index.js';
import type { Dialect } from './database.js';

/**
 * True if the database itself failed while something of one kind was read, so that other kinds would fail as well.
 * Damage may concern one table only. On SQL Server a time-out or a missing database may concern one view only; SQLite
 * locks the whole file.
 */
export function affectsAllKinds({ name }: Dialect, error: unknown): boolean {
  const mayBeOfView = isErrorOf(error, 'DATABASE_BUSY') || isErrorOf(error, 'DATABASE_MISSING');
  return isDatabaseFault(error) && !isErrorOf(error, 'DATABASE_DAMAGED') && !(name === 'sqlserver' && mayBeOfView);
}
