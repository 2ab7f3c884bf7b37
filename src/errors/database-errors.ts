import { formatArgument, type Message, type MessageArgument } from '../messages/index.js';
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

/** The connection string cannot be read or names no server; it is not repeated, for a password is in it. */
export class DatabaseSettingsError extends NotifyError {
  readonly code = 'DATABASE_SETTINGS_INVALID';
  readonly exitCode = ExitCode.configuration;
  constructor(reason: MessageArgument) {
    super('DATABASE_SETTINGS_INVALID', { reason });
  }
}

/** Nothing answers at that host and port: TCP/IP is off, a firewall, or the wrong name. */
export class ServerNotListeningError extends NotifyError {
  readonly code = 'DATABASE_NOT_LISTENING';
  readonly exitCode = ExitCode.unavailable;
  constructor(database: string, cause: unknown) {
    super('DATABASE_NOT_LISTENING', { database, reason: reasonOf(cause) }, cause);
  }
}

/** SQL Server Browser does not tell the port of a named instance. */
export class InstanceUnknownError extends NotifyError {
  readonly code = 'DATABASE_INSTANCE_UNKNOWN';
  readonly exitCode = ExitCode.unavailable;
  constructor(database: string, cause: unknown) {
    super('DATABASE_INSTANCE_UNKNOWN', { database, reason: reasonOf(cause) }, cause);
  }
}

/** The server answers and does not accept user and password. */
export class DatabaseLoginRefusedError extends NotifyError {
  readonly code = 'DATABASE_LOGIN_REFUSED';
  readonly exitCode = ExitCode.loginRefused;
  constructor(database: string, cause: unknown) {
    super('DATABASE_LOGIN_REFUSED', { database, reason: reasonOf(cause) }, cause);
  }
}

/** The server's certificate comes from an authority this host does not know, or names another host. */
export class CertificateUntrustedError extends NotifyError {
  readonly code = 'DATABASE_CERTIFICATE_UNTRUSTED';
  readonly exitCode = ExitCode.configuration;
  constructor(database: string, cause: unknown) {
    super('DATABASE_CERTIFICATE_UNTRUSTED', { database, reason: reasonOf(cause) }, cause);
  }
}

/** The connection is to be encrypted, and the server says before the login that it cannot. */
export class DatabaseNotEncryptedError extends NotifyError {
  readonly code = 'DATABASE_NOT_ENCRYPTED';
  readonly exitCode = ExitCode.configuration;
  constructor(database: string, cause: unknown) {
    super('DATABASE_NOT_ENCRYPTED', { database }, cause);
  }
}

/** The settings ask for no encryption, and the server takes no connection without. */
export class DatabaseEncryptionRequiredError extends NotifyError {
  readonly code = 'DATABASE_ENCRYPTION_REQUIRED';
  readonly exitCode = ExitCode.configuration;
  constructor(database: string, cause: unknown) {
    super('DATABASE_ENCRYPTION_REQUIRED', { database }, cause);
  }
}

/** The login is good, and there is no such database, or none it may open. */
export class DatabaseMissingError extends NotifyError {
  readonly code = 'DATABASE_MISSING';
  readonly exitCode = ExitCode.configuration;
  constructor(database: string, cause: unknown) {
    super('DATABASE_MISSING', { database, reason: reasonOf(cause) }, cause);
  }
}

/** The login may not read a view or write a state table. */
export class DatabaseDeniedError extends NotifyError {
  readonly code = 'DATABASE_DENIED';
  readonly exitCode = ExitCode.configuration;
  constructor(database: string, cause: unknown) {
    super('DATABASE_DENIED', { database, reason: reasonOf(cause) }, cause);
  }
}

/** Windows is to sign in, and the optional package that can do it is not installed. */
export class DatabaseDriverMissingError extends NotifyError {
  readonly code = 'DATABASE_DRIVER_MISSING';
  readonly exitCode = ExitCode.configuration;
  constructor(cause: unknown) {
    super('DATABASE_DRIVER_MISSING', { reason: reasonOf(cause) }, cause);
  }
}

/** The state tables were migrated by a newer version of this program. */
export class SchemaTooNewError extends NotifyError {
  readonly code = 'SCHEMA_TOO_NEW';
  readonly exitCode = ExitCode.configuration;
  constructor(found: number, known: number) {
    super('SCHEMA_TOO_NEW', { found, known });
  }
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
  readonly expected: MessageArgument;
  readonly found: MessageArgument;
}

/** A view or a column of the source contract is missing or of another type. */
export class SourceContractError extends NotifyError {
  readonly code = 'SOURCE_CONTRACT_BROKEN';
  readonly exitCode = ExitCode.configuration;
  constructor(readonly faults: readonly ContractFault[]) {
    super('SOURCE_CONTRACT_BROKEN', { count: faults.length, faults: faults.map(faultLine) });
  }

  override toJSON() {
    const faults = this.faults.map((fault) => ({
      ...fault,
      found: formatArgument(fault.found, 'en'),
      expected: formatArgument(fault.expected, 'en'),
    }));
    return { ...super.toJSON(), faults };
  }
}

function faultLine({ view, column, expected, found }: ContractFault): Message {
  return { code: 'contract.fault', args: { name: column === undefined ? view : `${view}.${column}`, found, expected } };
}
