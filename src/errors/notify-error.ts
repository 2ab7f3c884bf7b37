import {
  formatMessage,
  type ErrorCode,
  type Message,
  type MessageArgument,
  type MessageArguments,
} from '../messages/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { maskSecretShapes } from '../secret-shapes.js';
import type { ExitCode } from './exit-codes.js';
import { reasonOf } from './reason-of.js';
import { anchorOf, errorTable } from './table.js';

type ErrorTable = typeof errorTable;

/** For each code, the arguments of its texts and the options of the error. */
export type NotifyErrorParameters = {
  [Code in ErrorCode]: [
    code: Code,
    args: Readonly<Record<ErrorTable[Code]['args'][number], MessageArgument>>,
    options?: {
      readonly cause?: unknown;
      /** Another exit code of the table. Default: the first. */
      readonly exitCode?: ErrorTable[Code]['exitCodes'][number];
    },
  ];
}[ErrorCode];

/**
 * A known error, one of `errorTable`. Its message, stack and JSON are in English, so that they can be searched for;
 * `text` and `hint` are shown in the user's language.
 */
export class NotifyError extends Error {
  readonly code: ErrorCode;
  readonly args: MessageArguments;
  readonly exitCode: ExitCode;

  constructor(...[code, givenArgs, options = {}]: NotifyErrorParameters) {
    const args = maskArguments(givenArgs);
    super(formatMessage({ code: `errors.${code}.text`, args }, 'en'), options);
    this.code = code;
    this.args = args;
    this.exitCode = options.exitCode ?? errorTable[code].exitCodes[0];
    this.name = `NotifyError [${code}]`;
    // Captured again, because the stack begins with the name at the time of capture.
    Error.captureStackTrace(this, new.target);
  }

  /** What happened. */
  get text(): Message {
    return { code: `errors.${this.code}.text`, args: this.args };
  }

  /** What the user can do about it. */
  get hint(): Message {
    return { code: `errors.${this.code}.hint`, args: this.args };
  }

  /** Path and anchor of the section that explains the error. */
  get docs(): string {
    return `docs/errors.md#${anchorOf(this.code)}`;
  }

  toJSON() {
    return {
      code: this.code,
      message: this.message,
      hint: formatMessage(this.hint, 'en'),
      docs: this.docs,
      exitCode: this.exitCode,
    };
  }
}

/** A driver's or a system's message, or a setting that it repeats, may contain a secret. */
function maskArguments(args: MessageArguments): MessageArguments {
  return Object.fromEntries(Object.entries(args).map(([name, argument]) => [name, maskArgument(argument)]));
}

function maskArgument(argument: MessageArgument): MessageArgument {
  if (typeof argument === 'string') return maskSecretShapes(argument);
  if (typeof argument === 'number' || argument instanceof Date) return argument;
  return 'code' in argument ? maskMessage(argument) : argument.map(maskMessage);
}

function maskMessage({ code, args }: Message): Message {
  return { code, ...omitUndefined({ args: args && maskArguments(args) }) };
}

/** The error itself if it is known, otherwise one that has it as its cause. */
export function asNotifyError(error: unknown): NotifyError {
  return error instanceof NotifyError
    ? error
    : new NotifyError('UNEXPECTED', { reason: reasonOf(error) }, { cause: error });
}

/** The error itself if it is known, otherwise one of a kind that has it as its cause. */
export function asKindError(
  code: 'PLANNING_FAILED' | 'SENDING_FAILED' | 'MESSAGE_FAILED',
  kind: string,
  error: unknown,
): NotifyError {
  return error instanceof NotifyError
    ? error
    : new NotifyError(code, { kind, reason: reasonOf(error) }, { cause: error });
}

/** True if the error is a `NotifyError` with this code. */
export function isErrorOf<Code extends ErrorCode>(
  error: unknown,
  code: Code,
): error is NotifyError & { readonly code: Code } {
  return error instanceof NotifyError && error.code === code;
}
