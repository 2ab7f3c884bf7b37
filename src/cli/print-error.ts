import { ExitCode, NotifyError } from '../errors/index.js';
import { visibleText } from '../messages/index.js';
import { maskSecretShapes } from '../secret-shapes.js';
import type { Output, Style } from './output.js';

/** Lines for an error: what happened and what to do about it. For an unexpected error, its stack. */
export function errorLines(style: Style, error: unknown): string[] {
  const { colours, verbose } = style;
  if (!(error instanceof NotifyError)) {
    return [colours.red(style.text('command.unexpected')), ...stackLines(error)];
  }
  return [
    `${colours.red('✗')} ${style.formatMessage(error.text)} ${colours.dim(`[${error.code}]`)}`,
    `  ${style.formatMessage(error.hint)}`,
    ...(verbose ? stackLines(error).map((line) => colours.dim(line)) : []),
    ...(isUnforeseen(error) ? stackLines(error.cause).map((line) => colours.dim(line)) : []),
  ];
}

const unforeseenCodes: readonly string[] = ['UNEXPECTED', 'PLANNING_FAILED', 'SENDING_FAILED', 'MESSAGE_FAILED'];

/** True for an error that the program does not know; its stack helps to find the cause. */
function isUnforeseen({ code, cause }: NotifyError): boolean {
  return unforeseenCodes.includes(code) && cause instanceof Error;
}

function stackLines(error: unknown): string[] {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return maskSecretShapes(text).split('\n').map(visibleText);
}

/** Prints an error. @returns its exit code */
export function printError(output: Output, error: unknown): ExitCode {
  if (output.json)
    output.printJson({
      type: 'error',
      version: 1,
      ...(error instanceof NotifyError ? error.toJSON() : { message: maskSecretShapes(String(error)) }),
    });
  else for (const line of errorLines(output, error)) output.printNote(line);
  return error instanceof NotifyError ? error.exitCode : ExitCode.failed;
}
