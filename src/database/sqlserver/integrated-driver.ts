import type sql from 'mssql';
import { NotifyError, reasonOf } from '../../errors/index.js';

/** Loads mssql's ODBC driver, the only one that supports Windows authentication. @throws DATABASE_DRIVER_MISSING */
export async function loadIntegratedMssql(): Promise<typeof sql> {
  try {
    return (await import('mssql/msnodesqlv8.js')).default;
  } catch (error) {
    throw new NotifyError('DATABASE_DRIVER_MISSING', { reason: reasonOf(error) }, { cause: error });
  }
}
