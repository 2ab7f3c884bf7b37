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

/** The same for a schema: zod hands the code on as the message. */
export function expects(name: ExpectedText): { error: string } {
  return { error: prefix + name };
}

/** What an issue's message stands for; zod's own ones are told as they are. */
export function expectedBy(message: string, args: MessageArguments = {}): MessageArgument {
  return message.startsWith(prefix) ? { code: message as MessageCode, args } : message;
}
