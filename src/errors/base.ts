import { catalogue, type ErrorCode } from './catalogue.js';
import type { ExitCode } from './exit-codes.js';

export type ErrorArguments = Readonly<Record<string, string | number>>;

/** A failure this program foresees: a stable code, arguments for its text, and the exit code it leads to. */
export abstract class NotifyError extends Error {
  abstract readonly code: ErrorCode;
  abstract readonly exitCode: ExitCode;

  protected constructor(code: ErrorCode, readonly args: ErrorArguments, cause?: unknown) {
    super(fill(catalogue[code].text, args), cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }

  /** What the reader can do about it. */
  get hint(): string {
    return fill(catalogue[this.code].hint, this.args);
  }

  get docs(): string {
    return `docs/errors.md#${this.code.toLowerCase()}`;
  }

  toJSON() {
    return { code: this.code, message: this.message, hint: this.hint, docs: this.docs, exitCode: this.exitCode };
  }
}

function fill(text: string, args: ErrorArguments): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(args[name] ?? whole));
}

/** The first line of whatever was thrown, for use inside a sentence. */
export function reasonOf(error: unknown): string {
  const message = error instanceof AggregateError ? error.errors.map(reasonOf).join('; ')
    : error instanceof Error ? error.message || error.name
      : String(error);
  return message.split('\n')[0]!.trim();
}
