import type { Command, HelpConfiguration } from 'commander';
import type { HelpCode } from '../messages/index.js';
import type { CommandContext } from './command-context.js';

const titleCodes = {
  'Usage:': 'command.help.usage',
  'Arguments:': 'command.help.arguments',
  'Options:': 'command.help.options',
  'Commands:': 'command.help.commands',
} as const;

/** Translates the section titles that commander itself prints. */
export function translateHelpTitles({ help }: CommandContext): HelpConfiguration {
  return { styleTitle: (title) => (title in titleCodes ? help(titleCodes[title as keyof typeof titleCodes]) : title) };
}

/** Example command lines by subcommand, each with its explanation. */
const examples = {
  'mobevo-notify': [
    ['run --demo', 'command.example.demo'],
    ['test-smtp --to anna.nowak@biuro.example', 'command.example.testSmtp'],
    ['run --check', 'command.example.check'],
    ['run --quiet', 'command.example.quiet'],
  ],
  run: [
    ['run --dry-run', 'run.example.dryRun'],
    ['run --only absences', 'run.example.only'],
    ['run --quiet --max-duration "10 minutes"', 'run.example.scheduled'],
    ['run --resend 4711,4712', 'run.example.resend'],
  ],
  'test-smtp': [
    ['test-smtp', 'testSmtp.example.plain'],
    ['test-smtp --to anna.nowak@biuro.example', 'testSmtp.example.to'],
    ['test-smtp --to anna.nowak@biuro.example --kind absences', 'testSmtp.example.kind'],
  ],
  preview: [
    ['preview --sample', 'preview.example.sample'],
    ['preview --recipient anna.nowak@biuro.example', 'preview.example.recipient'],
    ['preview --why anna.nowak@biuro.example', 'preview.example.why'],
    ['preview --list --state failed,unknown --since "30 days"', 'preview.example.list'],
    ['preview --message 4711', 'preview.example.message'],
  ],
} as const satisfies Record<string, readonly (readonly [string, HelpCode])[]>;

/** Adds examples below the help of the program and of each subcommand. Commands must be added first. */
export function addExamples(program: Command, { help }: CommandContext): void {
  for (const command of [program, ...program.commands]) {
    const commandExamples = examples[command.name() as keyof typeof examples];
    const lines = commandExamples.map(([line, code]) => `  $ mobevo-notify ${line}\n      ${help(code)}`);
    command.addHelpText('after', `\n${help('command.help.examples')}\n${lines.join('\n')}`);
  }
}
