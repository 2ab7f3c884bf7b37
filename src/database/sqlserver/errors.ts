import { databaseError, NotifyError } from '../../errors/index.js';
import { errorCodesOf, type ErrorCodes } from './error-codes.js';
import type { ErrorClassifier } from '../retry.js';

/** Throttling, failover, lost connections and a database that is being opened, by the server's number. */
const unavailable = [
  4060, 10928, 10929, 40197, 40501, 40613, 20, 64, 121, 233, 10053, 10054, 10060, 49918, 49919, 49920, 976, 978, 979,
  982, 983,
];
/** Deadlock, lock time-out, and a snapshot that somebody else's change has overtaken. */
const busy = [1205, 1222, 3960, 3961];
/** Two planners that insert one key: the loser reads again and finds it there. */
const duplicateKey = [2601, 2627];
const lost = ['ECONNRESET', 'ECONNCLOSED', 'ECLOSE', 'EPIPE', 'ESOCKET', 'EINVALIDSTATE'];

const loginRefused = [18450, 18451, 18452, 18456, 18461, 18470, 18486, 18487, 18488];
const databaseMissing = [911, 4060];
const denied = [229, 230, 262, 297, 300, 916, 2760];
const notListening = ['ECONNREFUSED', 'ETIMEDOUT', 'ETIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/;

/** Set by the pool: the driver itself would go on in the clear. */
export const encryptionDeclined = 'ENOTENCRYPTED';

/** Tells the faults of SQL Server and its driver apart. */
export class SqlServerErrors implements ErrorClassifier {
  /**
   * @param label names the database in errors
   * @param instance whether a named instance has to be looked up
   */
  constructor(
    private readonly label: string,
    private readonly instance: boolean,
  ) {}

  /** A connection that cannot be opened is no passing fault, unless the server says so; one that is lost is. */
  isTransient(error: unknown): boolean {
    const signs = errorCodesOf(error);
    return signs.has([...unavailable, ...busy, ...duplicateKey]) || (!signs.connecting && signs.has(lost));
  }

  /** Planners take turns by an application lock; other locks end by LOCK_TIMEOUT and are transient. */
  isLocked(): boolean {
    return false;
  }

  translate(error: unknown): unknown {
    const signs = errorCodesOf(error);
    if (error instanceof NotifyError) return error;
    if (signs.has(busy)) return databaseError('DATABASE_BUSY', this.label, error);
    if (signs.has(databaseMissing)) return databaseError('DATABASE_MISSING', this.label, error);
    if (signs.has(denied)) return databaseError('DATABASE_DENIED', this.label, error);
    if (signs.has(unavailable)) return databaseError('DATABASE_UNREACHABLE', this.label, error);
    if (signs.connecting) return this.connectionError(signs, error);
    if (signs.has(['ETIMEOUT'])) return databaseError('DATABASE_BUSY', this.label, error);
    return signs.has(lost) ? databaseError('DATABASE_UNREACHABLE', this.label, error) : error;
  }

  private connectionError(signs: ErrorCodes, error: unknown): NotifyError {
    if (signs.has([encryptionDeclined])) return databaseError('DATABASE_NOT_ENCRYPTED', this.label, error);
    if (signs.has(['EENCRYPT'])) return databaseError('DATABASE_ENCRYPTION_REQUIRED', this.label, error);
    if (signs.has([...loginRefused, 'ELOGIN', 'EFEDAUTH']))
      return databaseError('DATABASE_LOGIN_REFUSED', this.label, error);
    if (signs.has(['EINSTLOOKUP']) || (this.instance && signs.has(['ETIMEOUT'])))
      return databaseError('DATABASE_INSTANCE_UNKNOWN', this.label, error);
    if (signs.codes.some((code) => untrusted.test(code)))
      return databaseError('DATABASE_CERTIFICATE_UNTRUSTED', this.label, error);
    if (signs.has(notListening)) return databaseError('DATABASE_NOT_LISTENING', this.label, error);
    return databaseError('DATABASE_UNREACHABLE', this.label, error);
  }
}
