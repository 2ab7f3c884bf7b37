import type { CommanderError } from 'commander';
import type { Message } from '../messages/index.js';

const messageCodes = {
  'commander.unknownOption': 'usage.unknownOption',
  'commander.unknownCommand': 'usage.unknownCommand',
  'commander.optionMissingArgument': 'usage.valueMissing',
  'commander.conflictingOption': 'usage.conflict',
  'commander.invalidArgument': 'usage.invalidValue',
  'commander.excessArguments': 'usage.tooMany',
} as const;

/** Translates commander's error about the command line. The names in it are the quoted parts of commander's text. */
export function usageMessage({ code, message }: CommanderError): Message {
  const [first = '', second = ''] = [...message.matchAll(/'([^']*)'/g)].map(([, quoted]) => quoted!);
  const suggestion = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(message)?.[1];
  const suggestionText = suggestion === undefined ? '' : ({ code: 'command.meant', args: { suggestion } } as const);
  const choices = /choices are (.*)\.$/.exec(message)?.[1] ?? '';
  return code in messageCodes
    ? { code: messageCodes[code as keyof typeof messageCodes], args: { first, second, meant: suggestionText, choices } }
    : { code: 'usage.other', args: { message } };
}
