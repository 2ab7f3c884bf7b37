import type { HelpConfiguration } from 'commander';
import type { CommandContext } from './command-context.js';

const titles = {
  'Usage:': 'command.help.usage',
  'Arguments:': 'command.help.arguments',
  'Options:': 'command.help.options',
  'Commands:': 'command.help.commands',
} as const;

/** commander's own titles, translated where it lets them be styled. */
export function helpTitles({ words }: CommandContext): HelpConfiguration {
  return { styleTitle: (title) => title in titles ? words(titles[title as keyof typeof titles]) : title };
}
