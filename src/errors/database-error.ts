import type { ErrorCode } from '../messages/index.js';
import { NotifyError, type NotifyErrorParameters } from './notify-error.js';
import { reasonOf } from './reason-of.js';
import type { errorTable } from './table.js';

/** The codes of errors that name the database. */
type DatabaseErrorCode = {
  [Code in ErrorCode]: 'database' extends (typeof errorTable)[Code]['args'][number] ? Code : never;
}[ErrorCode];

/** @param database the server and database, or the file, as people know it */
export function databaseError(code: DatabaseErrorCode, database: string, cause: unknown): NotifyError {
  // Every one of these codes takes these arguments, which TypeScript does not see across a union of tuples.
  const parameters = [code, { database, reason: reasonOf(cause) }, { cause }] as NotifyErrorParameters;
  return new NotifyError(...parameters);
}
