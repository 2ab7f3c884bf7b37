import { formatArgument, type Message, type MessageArgument } from '../messages/index.js';
import { NotifyError, reasonOf } from './base.js';
import { ExitCode } from './exit-codes.js';

/** No configuration file in the working directory or above, and none named. */
export class ConfigNotFoundError extends NotifyError {
  readonly code = 'CONFIG_NOT_FOUND';
  readonly exitCode = ExitCode.configuration;
  constructor(directory: string) {
    super('CONFIG_NOT_FOUND', { directory });
  }
}

/** The file is missing, may not be read, or does not parse. */
export class ConfigUnreadableError extends NotifyError {
  readonly code = 'CONFIG_UNREADABLE';
  readonly exitCode = ExitCode.configuration;
  constructor(file: string, reason: MessageArgument) {
    super('CONFIG_UNREADABLE', { file, reason });
  }
}

export interface ConfigIssue {
  /** Dotted path of the setting, empty for the whole file. */
  readonly path: string;
  readonly found: MessageArgument;
  readonly expected: MessageArgument;
  readonly suggestion?: string;
}

/** The file parses and does not fit the schema; all faults at once. */
export class ConfigInvalidError extends NotifyError {
  readonly code = 'CONFIG_INVALID';
  readonly exitCode = ExitCode.configuration;
  constructor(
    file: string,
    readonly faults: readonly ConfigIssue[],
  ) {
    super('CONFIG_INVALID', { file, count: faults.length, faults: faults.map(faultLine) });
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

function faultLine({ path, found, expected, suggestion }: ConfigIssue): Message {
  const setting = path === '' ? ({ code: 'config.wholeFile' } as const) : path;
  return suggestion === undefined
    ? { code: 'config.fault', args: { setting, found, expected } }
    : { code: 'config.faultMeant', args: { setting, found, expected, suggestion } };
}

/** A Handlebars file of the package or of the office's `templatesDir` does not compile or render. */
export class TemplateBrokenError extends NotifyError {
  readonly code = 'TEMPLATE_BROKEN';
  readonly exitCode = ExitCode.configuration;
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super('TEMPLATE_BROKEN', { file, reason });
  }
}

/** The log file cannot be written; mails went out all the same. */
export class LogUnwritableError extends NotifyError {
  readonly code = 'LOG_UNWRITABLE';
  readonly exitCode = ExitCode.configuration;
  constructor(file: string, cause: unknown) {
    super('LOG_UNWRITABLE', { file, reason: reasonOf(cause) }, cause);
  }
}
