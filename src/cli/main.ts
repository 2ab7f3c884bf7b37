import { Command, CommanderError } from 'commander';
import { ExitCode } from '../errors/index.js';
import { version } from '../version.js';
import { tellError } from './errors.js';
import { Output } from './output.js';
import { addPreviewCommand } from './preview-command.js';
import { addRunCommand } from './run-command.js';
import { addTestSmtpCommand } from './test-smtp-command.js';

/** The command: options in, exit code out. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  const finished = (code: ExitCode) => { exitCode = code; };
  const program = new Command('mobevo-notify')
    .description('E-mail notifications of the Mobevo accounting office system')
    .version(version)
    .exitOverride();
  addRunCommand(program, finished);
  addTestSmtpCommand(program, finished);
  addPreviewCommand(program, finished);
  program.helpCommand(false);
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    const has = (flag: string) => argv.includes(flag);
    return tellError(new Output({ color: !has('--no-color'), quiet: has('--quiet'), verbose: has('--verbose'), json: has('--json') }), error);
  }
}
