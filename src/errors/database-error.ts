import type { ErrorCode } from '../messages/index.js';
import { fileReasonOf } from './file-reason.js';
import { NotifyError, type NotifyErrorParameters } from './notify-error.js';
import type { errorTable } from './table.js';

/** The codes of errors that name the database. */
type DatabaseErrorCode = {
  [Code in ErrorCode]: 'database' extends (typeof errorTable)[Code]['args'][number] ? Code : never;
}[ErrorCode];

/**
 * True if the database itself is at fault, such as a lost connection, a full disk, a damaged file or a missing state
 * table: what comes next would fail as well. A view or table that the login may not read is not such a fault.
 */
export function isDatabaseFault(error: unknown): error is NotifyError {
  if (!(error instanceof NotifyError)) return false;
  return error.code === 'STATE_DAMAGED' || (error.code.startsWith('DATABASE_') && error.code !== 'DATABASE_DENIED');
}

/**
 * Creates the error of one of the database codes.
 * @param database the server and database, or the file, as messages show it
 * @param cause the driver's error, whose first line becomes the reason
 */
export function databaseError(code: DatabaseErrorCode, database: string, cause: unknown): NotifyError {
  // All of these codes take these arguments, but TypeScript cannot check that in a union of tuples.
  const parameters = [code, { database, reason: fileReasonOf(cause) }, { cause }] as NotifyErrorParameters;
  return new NotifyError(...parameters);
}
