import type sql from 'mssql';
import { NotifyError, reasonOf } from '../../errors/index.js';

/** An error of an ODBC driver, or of the driver manager, as msnodesqlv8 gives it for a failed connection. */
export interface OdbcError {
  readonly message: string;
  readonly sqlState?: string;
  /** The server's number, or one of Windows or the network. */
  readonly code?: number;
}

interface OdbcConnection {
  close(closed: () => void): void;
}

/** What the program uses of msnodesqlv8 itself. */
interface OdbcModule {
  open(
    settings: { conn_str: string; conn_timeout: number },
    opened: (
      error: (OdbcError & { readonly details?: readonly OdbcError[] }) | null,
      connection: OdbcConnection,
    ) => void,
  ): void;
}

/** mssql over ODBC, the only one of its drivers that supports Windows authentication. */
export interface Odbc {
  readonly mssql: typeof sql;
  /** Connects, and closes the connection. @returns every error of a failed attempt; none if it has succeeded */
  readonly open: (connectionString: string, timeoutMs: number) => Promise<readonly OdbcError[]>;
}

/** Not a literal, because the package is optional. */
const packageName = 'msnodesqlv8';

/** Loads the optional package. @throws DATABASE_DRIVER_MISSING */
export async function loadOdbc(): Promise<Odbc> {
  try {
    const { default: mssql } = await import('mssql/msnodesqlv8.js');
    const { default: driver } = (await import(packageName)) as { default: OdbcModule };
    return { mssql, open: (connectionString, timeoutMs) => attempt(driver, connectionString, timeoutMs) };
  } catch (error) {
    throw new NotifyError('DATABASE_DRIVER_MISSING', { reason: reasonOf(error) }, { cause: error });
  }
}

function attempt(driver: OdbcModule, connectionString: string, timeoutMs: number): Promise<readonly OdbcError[]> {
  return new Promise((resolve) => {
    driver.open({ conn_str: connectionString, conn_timeout: timeoutMs / 1000 }, (error, connection) => {
      if (error !== null) resolve(error.details ?? [error]);
      else
        connection.close(() => {
          resolve([]);
        });
    });
  });
}
