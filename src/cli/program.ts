import { Command } from 'commander';
import { version } from '../version.js';
import type { CommandContext } from './command-context.js';
import { addExamples, translateHelpTitles } from './help.js';
import { addPreviewCommand } from './preview/command.js';
import { addRunCommand } from './run/command.js';
import { addTestSmtpCommand } from './test-smtp/command.js';

/** Builds commander's program: three subcommands, their options and help. It throws instead of ending the process. */
export function commandLine(context: CommandContext): Command {
  const program = new Command('mobevo-notify')
    .description(context.help('command.description'))
    .version(version, '-V, --version', context.help('command.help.version'))
    .helpOption('-h, --help', context.help('command.help.help'))
    .configureHelp(translateHelpTitles(context))
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  addRunCommand(program, context);
  addTestSmtpCommand(program, context);
  addPreviewCommand(program, context);
  addExamples(program, context);
  return program.helpCommand(false);
}
