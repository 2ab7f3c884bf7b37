import { NotifyError } from './base.js';
import { ExitCode } from './exit-codes.js';

/** A notification kind on the command line that does not exist. */
export class UnknownKindError extends NotifyError {
  readonly code = 'UNKNOWN_KIND';
  readonly exitCode = ExitCode.usage;
  constructor(found: string, kinds: readonly string[], suggestion?: string) {
    const meant = suggestion === undefined ? '' : ({ code: 'command.meant', args: { suggestion } } as const);
    super('UNKNOWN_KIND', { found, kinds: kinds.join(', '), meant });
  }
}

/** `--now` with something that is no ISO 8601 point in time. */
export class BadDateError extends NotifyError {
  readonly code = 'BAD_DATE';
  readonly exitCode = ExitCode.usage;
  constructor(found: string) {
    super('BAD_DATE', { found });
  }
}

/** `--max-duration` with something that is no length of time. */
export class BadDurationError extends NotifyError {
  readonly code = 'BAD_DURATION';
  readonly exitCode = ExitCode.usage;
  constructor(option: string, found: string) {
    super('BAD_DURATION', { option, found });
  }
}

/** `--to` or `--recipient` with something that is no address. */
export class BadAddressError extends NotifyError {
  readonly code = 'BAD_ADDRESS';
  readonly exitCode = ExitCode.usage;
  constructor(option: string, found: string) {
    super('BAD_ADDRESS', { option, found });
  }
}

/** `--resend` or `--discard` with something that is no id. */
export class BadMessageIdError extends NotifyError {
  readonly code = 'BAD_MESSAGE_ID';
  readonly exitCode = ExitCode.usage;
  constructor(option: string, found: string) {
    super('BAD_MESSAGE_ID', { option, found });
  }
}

/** `--resend` or `--discard` with ids that do not exist or are in a state that forbids it; none was changed. */
export class MessageNotFoundError extends NotifyError {
  readonly code = 'MESSAGE_NOT_FOUND';
  readonly exitCode = ExitCode.usage;
  constructor(ids: readonly string[]) {
    super('MESSAGE_NOT_FOUND', { ids: ids.join(', ') });
  }
}

/** `test-smtp --account` with a name that no account of the configuration has. */
export class UnknownAccountError extends NotifyError {
  readonly code = 'UNKNOWN_ACCOUNT';
  readonly exitCode = ExitCode.usage;
  constructor(found: string, accounts: readonly string[]) {
    super('UNKNOWN_ACCOUNT', { found, accounts: accounts.join(', ') });
  }
}
