import { CommanderError } from 'commander';
import { ExitCode } from '../errors/index.js';
import { hostLocale, textOf } from '../messages/index.js';
import type { CommandContext } from './command-context.js';
import { tellError } from './errors.js';
import { Output } from './output.js';
import { commandLine } from './program.js';
import { usageMessage } from './usage-error.js';

/** How the command speaks where its options are what is wrong. */
const plainOutput = { color: false, quiet: false, verbose: false, json: false };

/** The command: options in, exit code out. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  // Who reads no further has seen enough: `… | head` is no failure, and a full disk under a redirected output stops no mail.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let exitCode: ExitCode = ExitCode.ok;
  const locale = hostLocale(process.env);
  const context: CommandContext = {
    words: (code) => textOf({ code }, locale),
    perform: async (options, action) => {
      const output = new Output(options);
      exitCode = await action(output).catch((error: unknown) => tellError(output, error));
    },
  };
  try {
    await commandLine(context).parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ExitCode.ok;
    if (error.code !== 'commander.help') new Output(plainOutput).note(textOf(usageMessage(error), locale));
    return ExitCode.usage;
  }
}
