import type sql from 'mssql';
import { NotifyError } from '../../errors/index.js';
import { loadOdbc, type OdbcError } from './load-odbc.js';
import { odbcDrivers, odbcString, type OdbcSettings } from './odbc-string.js';
import { poolClass } from './pool-class.js';

/**
 * Opens a pool over the newest ODBC driver that is installed.
 * @throws DATABASE_DRIVER_MISSING, DATABASE_ODBC_DRIVER_MISSING or the driver's error
 */
export async function connectOdbc(config: sql.config, settings: OdbcSettings): Promise<sql.ConnectionPool> {
  const { mssql, open } = await loadOdbc();
  const drivers = odbcDrivers(settings);
  let reason = '';
  for (const driver of drivers) {
    const connectionString = odbcString(driver, settings);
    const Pool = poolClass(mssql.ConnectionPool, (create) =>
      create().catch(async (error: unknown) => {
        // mssql keeps only the last message of the driver, which is never the cause, and drops the SQLSTATE.
        throw withDetails(error as Error, await open(connectionString, config.connectionTimeout ?? 0));
      }),
    );
    const pool = new Pool({ ...config, connectionString } as sql.config);
    pool.on('error', () => undefined);
    try {
      return await pool.connect();
    } catch (error) {
      if (!isDriverMissing(error as Error)) throw error;
      reason = (error as Error).message;
    }
  }
  throw new NotifyError('DATABASE_ODBC_DRIVER_MISSING', { drivers: drivers.join(', '), reason });
}

/** The driver manager does not know the driver (IM002), or cannot load it (IM003 and others; 01000 on Linux). */
function isDriverMissing(
  error: Error & { readonly precedingErrors?: readonly { readonly code?: unknown }[] },
): boolean {
  return /^(?:IM00\d|01000)$/.test(String(error.precedingErrors?.[0]?.code));
}

/** Windows's numbers for a certificate that is not trusted, expired, or of another host; on Linux OpenSSL's words. */
const certificateNumbers = [-2146893019, -2146893022, -2146893016, -2146762487, -2146762481];
/** Windows has no ticket for the server: the wrong name of its service, or clocks that differ. */
const ticketWords = /\bSSPI\b/;
const certificateWords = /certificate verify failed|certificate chain/i;

/** Adds what the driver said, for `SqlServerErrors` and for people: the first message is the cause. */
export function withDetails(error: Error, details: readonly OdbcError[]): Error {
  const [first] = details;
  if (first !== undefined) error.message = first.message;
  return Object.assign(error, { precedingErrors: details.map(withCode) });
}

/** A number below the login is one of Windows or the network, which may equal one of the server's. */
function withCode({ message, sqlState = '', code }: OdbcError): object {
  if (ticketWords.test(message)) return { code: 'ODBC_SSPI' };
  if (certificateNumbers.includes(Number(code)) || certificateWords.test(message)) return { code: 'ODBC_CERT' };
  return /^(?:08|HYT)/.test(sqlState) ? { code: sqlState } : { code: sqlState, number: code };
}
