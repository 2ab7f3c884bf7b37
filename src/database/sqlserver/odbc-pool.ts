import type sql from 'mssql';
import { NotifyError } from '../../errors/index.js';
import { loadOdbc, type OdbcError } from './load-odbc.js';
import { odbcDrivers, odbcString, type OdbcSettings } from './odbc-string.js';
import { reuseProbeConnection } from './reuse-probe-connection.js';

/**
 * Opens a pool over the newest ODBC driver that is installed.
 * @throws DATABASE_DRIVER_MISSING, DATABASE_ODBC_DRIVER_MISSING or the driver's error
 */
export async function connectOdbc(config: sql.config, settings: OdbcSettings): Promise<sql.ConnectionPool> {
  const { mssql, open } = await loadOdbc();
  const Pool = reuseProbeConnection(mssql.ConnectionPool);
  const drivers = odbcDrivers(settings);
  let reason = '';
  for (const driver of drivers) {
    const connectionString = odbcString(driver, settings);
    const pool = new Pool({ ...config, connectionString } as sql.config);
    pool.on('error', () => undefined);
    try {
      return await pool.connect();
    } catch (error) {
      // mssql keeps only the last message of the driver, which is never the cause, and drops the SQLSTATE.
      const details = await open(connectionString, config.connectionTimeout ?? 0);
      if (!isDriverMissing(details[0])) throw withDetails(error as Error, details);
      reason = details[0].message;
    }
  }
  throw new NotifyError('DATABASE_ODBC_DRIVER_MISSING', { drivers: drivers.join(', '), reason });
}

/** The driver manager does not know the driver (IM002), or cannot load it (IM003 and others; 01000 on Linux). */
function isDriverMissing(error: OdbcError | undefined): error is OdbcError {
  return /^(?:IM00\d|01000)$/.test(error?.sqlState ?? '');
}

/** Windows's numbers for a certificate that is not trusted, expired, or of another host; on Linux OpenSSL's words. */
const certificateNumbers = [-2146893019, -2146893022, -2146893016, -2146762487, -2146762481];
const certificateWords = /certificate verify failed|certificate chain/i;

/** Adds what the driver said, for `SqlServerErrors` and for people: the first message is the cause. */
export function withDetails(error: Error, details: readonly OdbcError[]): Error {
  const [first] = details;
  if (first !== undefined) error.message = first.message;
  return Object.assign(error, { precedingErrors: details.map(withCode) });
}

/** A number below the login is one of Windows or the network, which may equal one of the server's. */
function withCode({ message, sqlState = '', code }: OdbcError): object {
  if (certificateNumbers.includes(Number(code)) || certificateWords.test(message)) return { code: 'ODBC_CERT' };
  return /^(?:08|HYT)/.test(sqlState) ? { code: sqlState } : { code: sqlState, number: code };
}
