import { isDatabaseFault, isErrorOf } from '../errors/index.js';
import type { Dialect } from './database.js';

/**
 * True if reading a view of one kind failed through a fault of the database itself. On SQL Server, a view may wait too
 * long or name another database that is missing; SQLite locks the whole file.
 */
export function isFaultOfDatabase({ name }: Dialect, error: unknown): boolean {
  const mayBeOfView = isErrorOf(error, 'DATABASE_BUSY') || isErrorOf(error, 'DATABASE_MISSING');
  return isDatabaseFault(error) && !(name === 'sqlserver' && mayBeOfView);
}
