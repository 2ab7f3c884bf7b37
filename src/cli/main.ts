import { setImmediate } from 'node:timers/promises';
import { CommanderError } from 'commander';
import { ExitCode, fileReasonOf, NotifyError, worstExitCode } from '../errors/index.js';
import { helpText, hostLocale, formatMessage, type Locale } from '../messages/index.js';
import type { CommandContext } from './command-context.js';
import { printError } from './print-error.js';
import { Output } from './output.js';
import { commandLine } from './program.js';
import { replaceClosedStreams } from './streams.js';
import { usageMessage } from './usage-error.js';

/** Output options for usage errors, because the user's own could not be parsed. */
const usageErrorOutput = { color: false, quiet: false, verbose: false };

/** Runs the command line and returns its exit code. @param argv as `process.argv` */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  // Databases, logs, previews and mails hold personal data: whatever is made here is for this account alone.
  process.umask(0o077);
  replaceClosedStreams();
  const outputError = watchOutput();
  const exitCode = await runCommandLine(argv);
  // An error of stdout is emitted in a later turn of the event loop than the write.
  await setImmediate();
  const error = outputError();
  if (error === undefined) return exitCode;
  const output = await Output.open({ ...usageErrorOutput, json: false });
  return worstExitCode([
    exitCode,
    printError(output, new NotifyError('OUTPUT_UNWRITABLE', { reason: fileReasonOf(error) })),
  ]);
}

async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  const isTlsOverridden = ignoreTlsOverride();
  let exitCode: ExitCode = ExitCode.ok;
  const locale = hostLocale(process.env);
  const context: CommandContext = {
    help: (code) => helpText(code, locale),
    runAction: async (options, action) => {
      const output = await Output.open(options);
      if (isTlsOverridden) output.printNote(output.text('command.tlsOverride'));
      exitCode = await action(output).catch((error: unknown) => printError(output, error));
    },
  };
  try {
    await commandLine(context).parseAsync(withHelpOption(argv));
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ExitCode.ok;
    if (error.code !== 'commander.help') await printUsageError(error, locale, argv.includes('--json'));
    return ExitCode.usage;
  }
}

/** `help run` as `run --help`. */
function withHelpOption(argv: readonly string[]): string[] {
  const [node = '', script = '', first, ...others] = argv;
  return first === 'help' ? [node, script, ...others, '--help'] : [...argv];
}

async function printUsageError(error: CommanderError, locale: Locale, json: boolean): Promise<void> {
  const output = await Output.open({ ...usageErrorOutput, json });
  const message = usageMessage(error);
  if (json)
    output.printJson({ type: 'error', version: 1, message: formatMessage(message, 'en'), exitCode: ExitCode.usage });
  else output.printNote(formatMessage(message, locale));
}

/**
 * Keeps errors of stdout and stderr from ending the process: mails must be sent even if the disk under the output is
 * full. Returns a function that gives stdout's error, if any. A reader that closes the pipe (`| head`) is none; on
 * Windows its error is often EOF.
 */
function watchOutput(): () => Error | undefined {
  let outputError: Error | undefined;
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EOF') outputError ??= error;
  });
  return () => outputError;
}

/** The configuration alone decides which certificates are accepted. Returns true if the environment says otherwise. */
function ignoreTlsOverride(): boolean {
  const isOverridden = process.env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  return isOverridden;
}
