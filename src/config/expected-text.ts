import type { z } from 'zod';
import type { Message, MessageArgument, MessageArguments, MessageCode } from '../messages/index.js';

/** Name of a text under `config.expected` in the catalogues, which says what a setting should be. */
export type ExpectedText = MessageCode extends infer Code
  ? Code extends `config.expected.${infer Name}`
    ? Name
    : never
  : never;

const prefix = 'config.expected.';

/** Creates the message of an expected text. */
export function expectedMessage(name: ExpectedText, args: MessageArguments = {}): Message {
  return { code: `config.expected.${name}`, args };
}

/** The error option of a zod schema. zod returns the code as the message of its issue. */
export function expectedError(name: ExpectedText): { error: string } {
  return { error: prefix + name };
}

/** Turns the message of a zod issue back into an expected text. Returns zod's own messages unchanged. */
export function expectedOfIssue(message: string, args: MessageArguments = {}): MessageArgument {
  return message.startsWith(prefix) ? { code: message as MessageCode, args } : message;
}

/** The `params` of our own (zod: custom) issues. */
export interface IssueParams {
  /** Arguments of the expected text. */
  readonly args?: MessageArguments;
  /** Shown as found instead of the value in the configuration. */
  readonly found?: MessageArgument;
}

/**
 * Adds an issue in a transform or a refinement. Unlike zod's own issues it does not stop later checks, so that all
 * issues are reported at once.
 * @param message the error of `expectedError`, or an English text
 * @param path relative to the checked value
 */
export function addIssue(
  context: z.RefinementCtx,
  message: string,
  params: IssueParams = {},
  path: readonly PropertyKey[] = [],
): void {
  context.addIssue({ code: 'custom', message, params, path: [...path], continue: true });
}
