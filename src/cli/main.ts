import { CommanderError } from 'commander';
import { ExitCode } from '../errors/index.js';
import { helpText, hostLocale, formatMessage } from '../messages/index.js';
import type { CommandContext } from './command-context.js';
import { printError } from './print-error.js';
import { Output } from './output.js';
import { commandLine } from './program.js';
import { usageMessage } from './usage-error.js';

/** Output options for usage errors, because the user's own could not be parsed. */
const usageErrorOutput = { color: false, quiet: false, verbose: false, json: false };

/** Runs the command line and returns its exit code. @param argv as `process.argv` */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  ignoreOutputErrors();
  let exitCode: ExitCode = ExitCode.ok;
  const locale = hostLocale(process.env);
  const context: CommandContext = {
    help: (code) => helpText(code, locale),
    runAction: async (options, action) => {
      const output = await Output.open(options);
      exitCode = await action(output).catch((error: unknown) => printError(output, error));
    },
  };
  try {
    await commandLine(context).parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ExitCode.ok;
    if (error.code !== 'commander.help')
      (await Output.open(usageErrorOutput)).printNote(formatMessage(usageMessage(error), locale));
    return ExitCode.usage;
  }
}

/** A reader that closes the pipe (`| head`) is not an error, and a full disk under the output must not stop mails. */
function ignoreOutputErrors(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
