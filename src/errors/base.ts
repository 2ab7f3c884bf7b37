import { formatMessage, type ErrorCode, type Message, type MessageArguments } from '../messages/index.js';
import type { ExitCode } from './exit-codes.js';

/**
 * A failure this program foresees: a stable code, arguments for its text, and the exit code it leads to. What it says
 * as an `Error`, in stack traces and in JSON, is English, so that it can be searched for; people get `told` and
 * `advice` in their language.
 */
export abstract class NotifyError extends Error {
  abstract readonly code: ErrorCode;
  abstract readonly exitCode: ExitCode;

  protected constructor(
    code: ErrorCode,
    readonly args: MessageArguments,
    cause?: unknown,
  ) {
    super(formatMessage({ code: `errors.${code}.text`, args }, 'en'), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }

  /** What happened. */
  get text(): Message {
    return { code: `errors.${this.code}.text`, args: this.args };
  }

  /** What the reader can do about it. */
  get hint(): Message {
    return { code: `errors.${this.code}.hint`, args: this.args };
  }

  get docs(): string {
    return `docs/errors.md#${this.code.toLowerCase()}`;
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

/** The first line of whatever was thrown, for use inside a sentence. */
export function reasonOf(error: unknown): string {
  const message =
    error instanceof AggregateError
      ? error.errors.map(reasonOf).join('; ')
      : error instanceof Error
        ? error.message || error.name
        : String(error);
  return message.split('\n')[0]!.trim();
}
