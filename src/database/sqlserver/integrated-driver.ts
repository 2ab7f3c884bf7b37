import type sql from 'mssql';
import { NotifyError, reasonOf } from '../../errors/index.js';

/** mssql over ODBC, which alone can sign in as the Windows account that runs this. */
export async function loadIntegratedMssql(): Promise<typeof sql> {
  try {
    return (await import('mssql/msnodesqlv8.js')).default;
  } catch (error) {
    throw new NotifyError('DATABASE_DRIVER_MISSING', { reason: reasonOf(error) }, { cause: error });
  }
}
