import { databaseError, NotifyError } from '../../errors/index.js';
import { stateDamaged } from '../state-damaged.js';
import { errorCodesOf, type ErrorCodes } from './error-codes.js';
import type { ErrorClassifier } from '../retry.js';

/**
 * The server's numbers for a server that starts, stops, is paused, is being upgraded or takes administrators only, for
 * a database that is being opened, recovered, restored or moved, and for killed sessions.
 */
const unavailable = [
  ...[6005, 6006, 17142, 17143, 17187, 17189, 17197, 17809, 18401, 18451, 18461],
  ...[615, 921, 922, 924, 926, 927, 941, 942, 945, 952, 954, 955, 956, 3948, 9001],
  ...[976, 978, 979, 982, 983, 988, 4221],
  ...[10928, 10929, 10936, 40143, 40166, 40197, 40501, 40540, 40613, 42108, 42109, 49918, 49919, 49920],
  596,
];
/** Deadlock, lock time-out, an update conflict between snapshots or in memory-optimised tables. */
const busy = [1203, 1205, 1211, 1221, 1222, 3960, 3961, 3966, 41301, 41302, 41305, 41325, 41824, 41839];
/** Too little memory or too many locks, or more than the Azure database may use. */
const overloaded = [701, 802, 1204, 8628, 8645, 8651, 8657, 41805, 40549, 40550, 40551, 40552, 40553];
/** A full disk, file, log or tempdb, or the limit of SQL Server Express or of Azure. */
const full = [1101, 1104, 1105, 1827, 3958, 3967, 5149, 9002, 40544, 41822, 41823, 41840];
/** Pages or indexes that cannot be read, whatever their severity. */
const damaged = [605, 823, 824, 829, 8646];
/** The database is read-only, or this replica is. */
const readOnly = [3906, 3908];
/** Severities from here on are faults of the server, which no statement can avoid. */
const leastSeverityOfServer = 17;
/** Severities from here on mean a damaged table, a damaged database or a fault of the disk. */
const leastSeverityOfDamage = 22;
/** If two runs that plan insert the same key, the one that fails tries again, and then finds the row. */
const duplicateKey = [2601, 2627];
/**
 * Codes of five signs that begin with a digit or with HY are SQLSTATEs of ODBC; the others are the drivers' and Node's.
 */
const connectionLost = [
  ...['ECONNRESET', 'ECONNCLOSED', 'ECLOSE', 'EPIPE', 'ESOCKET', 'EINVALIDSTATE'],
  ...['08S01', '08003', '08007', 'IMC01', 'IMC02', 'IMC03', 'IMC04', 'IMC05', 'IMC06'],
];
const timedOut = ['ETIMEOUT', 'HYT00'];

const loginRefused = [18450, 18452, 18456, 18470, 18486, 18487, 18488];
/** A database that does not exist, or cannot be opened just now: it is told as missing if it stays after retries. */
const notOpened = [4060, 4064];
const databaseMissing = [911, ...notOpened];
/** Azure's firewall, or a network that may not reach the server. */
const networkRefused = [40615, 40914, 47073];
const denied = [229, 230, 262, 297, 300, 916, 2760];
const objectMissing = 208;
/** A view cannot be used, because something that it reads is missing. */
const viewBroken = 4413;
const noAnswer = ['ECONNREFUSED', 'ETIMEDOUT', ...timedOut, 'EHOSTUNREACH', 'ENETUNREACH', '08001', 'HYT01'];
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/;

/** The pool sets this code if the server declines encryption, because the driver would continue without it. */
export const encryptionDeclined = 'ENOTENCRYPTED';

/** Classifies the errors of SQL Server and its driver. */
export class SqlServerErrors implements ErrorClassifier {
  /**
   * @param label the name of the database in errors
   * @param schema of the state tables
   * @param isNamedInstance true if the instance's port must be looked up
   */
  constructor(
    private readonly label: string,
    private readonly schema: string,
    private readonly isNamedInstance: boolean,
  ) {}

  /** A lost connection is transient. One that cannot be opened is not, unless the server's number says so. */
  isTransient(error: unknown): boolean {
    const errorCodes = errorCodesOf(error);
    return (
      errorCodes.has([...unavailable, ...notOpened, ...busy, ...overloaded, ...duplicateKey]) ||
      (!errorCodes.isConnectionError && errorCodes.has(connectionLost))
    );
  }

  /** Always false: SQL Server has no single write lock. Its lock time-outs are transient. */
  isLocked(): boolean {
    return false;
  }

  translate(error: unknown): unknown {
    const errorCodes = errorCodesOf(error);
    if (error instanceof NotifyError) return error;
    if (errorCodes.has([...busy, ...overloaded])) return databaseError('DATABASE_BUSY', this.label, error);
    if (errorCodes.has(full)) return databaseError('DATABASE_FULL', this.label, error);
    if (errorCodes.has(readOnly)) return databaseError('DATABASE_READ_ONLY', this.label, error);
    if (this.isStateTableMissing(errorCodes)) return stateDamaged(error);
    if (errorCodes.has(unavailable)) return databaseError('DATABASE_UNREACHABLE', this.label, error);
    if (errorCodes.has(databaseMissing)) return databaseError('DATABASE_MISSING', this.label, error);
    if (errorCodes.has(denied)) return databaseError('DATABASE_DENIED', this.label, error);
    if (errorCodes.has(networkRefused)) return databaseError('DATABASE_NOT_LISTENING', this.label, error);
    if (errorCodes.has(damaged) || errorCodes.severity >= leastSeverityOfDamage)
      return databaseError('DATABASE_DAMAGED', this.label, error);
    if (errorCodes.isConnectionError) return this.connectionError(errorCodes, error);
    if (errorCodes.has(timedOut)) return databaseError('DATABASE_BUSY', this.label, error);
    if (errorCodes.has(connectionLost)) return databaseError('DATABASE_UNREACHABLE', this.label, error);
    if (errorCodes.severity >= leastSeverityOfServer) return databaseError('DATABASE_SERVER_FAULT', this.label, error);
    return error;
  }

  /** The text is in the server's language, but names the table with its schema. Views begin with `source_`. */
  private isStateTableMissing(errorCodes: ErrorCodes): boolean {
    const names = errorCodes.textOf(objectMissing)?.match(/[\w$]+\.[\w$]+/g) ?? [];
    const isOurs = names.some(
      (name) => name.startsWith(`${this.schema}.`) && !name.startsWith(`${this.schema}.source_`),
    );
    return isOurs && !errorCodes.has([viewBroken]);
  }

  private connectionError(errorCodes: ErrorCodes, error: unknown): NotifyError {
    if (errorCodes.has([encryptionDeclined])) return databaseError('DATABASE_NOT_ENCRYPTED', this.label, error);
    // The server insists on encryption, and the configuration turns it off.
    if (errorCodes.has(['EENCRYPT'])) return databaseError('DATABASE_ENCRYPTION_REQUIRED', this.label, error);
    if (errorCodes.has([...loginRefused, 'ELOGIN', 'EFEDAUTH', '28000', 'ODBC_SSPI']))
      return databaseError('DATABASE_LOGIN_REFUSED', this.label, error);
    if (errorCodes.has(['EINSTLOOKUP']) || (this.isNamedInstance && errorCodes.has(timedOut)))
      return databaseError('DATABASE_INSTANCE_UNKNOWN', this.label, error);
    if (errorCodes.codes.some((code) => certificateCode.test(code)))
      return databaseError('DATABASE_CERTIFICATE_UNTRUSTED', this.label, error);
    if (errorCodes.has(noAnswer)) return databaseError('DATABASE_NOT_LISTENING', this.label, error);
    return databaseError('DATABASE_UNREACHABLE', this.label, error);
  }
}
