import { NotifyError, reasonOf } from './base.js';
import { ExitCode } from './exit-codes.js';

/** The server or file does not answer, refuses the login, or the connection was lost. */
export class DatabaseUnreachableError extends NotifyError {
  readonly code = 'DATABASE_UNREACHABLE';
  readonly exitCode = ExitCode.unavailable;
  constructor(database: string, cause: unknown) {
    super('DATABASE_UNREACHABLE', { database, reason: reasonOf(cause) }, cause);
  }
}

/** A lock was not granted in time, or a deadlock's victim was this program, after all retries. */
export class DatabaseBusyError extends NotifyError {
  readonly code = 'DATABASE_BUSY';
  readonly exitCode = ExitCode.unavailable;
  constructor(database: string, cause: unknown) {
    super('DATABASE_BUSY', { database, reason: reasonOf(cause) }, cause);
  }
}

/** The state tables were migrated by a newer version of this program. */
export class SchemaTooNewError extends NotifyError {
  readonly code = 'SCHEMA_TOO_NEW';
  readonly exitCode = ExitCode.configuration;
  constructor(found: number, known: number) { super('SCHEMA_TOO_NEW', { found, known }); }
}

/** There is something to migrate, and the login has no DDL rights. */
export class SchemaNotAllowedError extends NotifyError {
  readonly code = 'SCHEMA_NOT_ALLOWED';
  readonly exitCode = ExitCode.configuration;
  constructor(found: number, wanted: number, cause: unknown) {
    super('SCHEMA_NOT_ALLOWED', { found, wanted, reason: reasonOf(cause) }, cause);
  }
}

export interface ContractFault {
  readonly view: string;
  /** Absent when the whole view is missing. */
  readonly column?: string;
  readonly expected: string;
  readonly found: string;
}

/** A view or a column of the source contract is missing or of another type. */
export class SourceContractError extends NotifyError {
  readonly code = 'SOURCE_CONTRACT_BROKEN';
  readonly exitCode = ExitCode.configuration;
  constructor(readonly faults: readonly ContractFault[]) {
    super('SOURCE_CONTRACT_BROKEN', {
      count: faults.length,
      faults: faults.map(({ view, column, expected, found }) =>
        `  ${view}${column === undefined ? '' : `.${column}`}: found ${found}, expected ${expected}`).join('\n'),
    });
  }

  override toJSON() { return { ...super.toJSON(), faults: this.faults }; }
}
