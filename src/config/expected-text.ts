import type { z } from 'zod';
import type { Message, MessageArgument, MessageArguments, MessageCode } from '../messages/index.js';

/** What a setting should be: a text under `config.expected` in the catalogues. */
export type ExpectedText = MessageCode extends infer Code
  ? Code extends `config.expected.${infer Name}`
    ? Name
    : never
  : never;

const prefix = 'config.expected.';

export function expectation(name: ExpectedText, args: MessageArguments = {}): Message {
  return { code: `config.expected.${name}`, args };
}

/** The same for a schema: zod hands the code on as the issue's message. */
export function expects(name: ExpectedText): { error: string } {
  return { error: prefix + name };
}

/** What an issue's message stands for; zod's own ones are told as they are. */
export function expectedBy(message: string, args: MessageArguments = {}): MessageArgument {
  return message.startsWith(prefix) ? { code: message as MessageCode, args } : message;
}

/** What an issue of our own says beside its message, in the `params` of zod's custom issues. */
export interface IssueParams {
  /** Arguments of the expected text. */
  readonly args?: MessageArguments;
  /** Shown as found, in place of the value that the configuration has there. */
  readonly found?: MessageArgument;
}

/**
 * Reports a setting from a transform or a refinement. Unlike zod's own issues it does not keep later checks from running,
 * so that all issues are reported at once.
 * @param message the error of `expects`, or an English text
 * @param path below the value that is checked
 */
export function report(
  context: z.RefinementCtx,
  message: string,
  params: IssueParams = {},
  path: readonly PropertyKey[] = [],
): void {
  context.addIssue({ code: 'custom', message, params, path: [...path], continue: true });
}
