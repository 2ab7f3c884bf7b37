import { Option, type Command } from 'commander';
import type { ExitCode } from '../errors/index.js';
import type { RunOptions } from '../run/run.js';
import { configurationFor } from './configuration.js';
import { parseIds, parseKinds, parseLength, parseNow, withCommonOptions, type CommonOptions } from './options.js';
import { Output } from './output.js';

interface Options extends CommonOptions {
  readonly only?: string[];
  readonly dryRun?: boolean;
  readonly now?: string;
  readonly resend?: string[];
  readonly discard?: string[];
  readonly retryFailed?: boolean;
  readonly maxDuration?: string;
}

export function addRunCommand(program: Command, finished: (code: ExitCode) => void): void {
  withCommonOptions(program.command('run').description('build and send all notifications that are due'))
    .option('--only <kind...>', 'only these kinds')
    .addOption(new Option('--dry-run', 'show what would be sent, write and send nothing').conflicts(['resend', 'discard', 'retryFailed']))
    .option('--now <iso>', 'take this for the current time (writes on SQLite only)')
    .option('--resend <id...>', 'send these messages again')
    .option('--discard <id...>', 'never send these messages')
    .option('--retry-failed', 'send everything again that failed for good')
    .option('--max-duration <length>', 'end after so long, as in "10 minutes"; the rest goes with the next run')
    .action(async (options: Options) => { finished(await runCommand(options)); });
}

async function runCommand(options: Options): Promise<ExitCode> {
  const runOptions = parse(options);
  const output = new Output(options);
  const config = await configurationFor(options);
  // A made-up time must not reach a database that others share.
  const isRehearsal = options.dryRun === true || (runOptions.now !== undefined && config.database.client !== 'sqlite');
  for (const kind of runOptions.only ?? []) {
    if (!config.kinds.some(({ id }) => id === kind)) output.note(`${kind} is switched off in the configuration.`);
  }
  const { runView } = await import('./run-view.js');
  const view = runView(output, options.demo === true);
  const { dryRun } = await import('../run/rehearsal.js');
  const { run } = await import('../run/run.js');
  const report = await (isRehearsal ? dryRun : run)(config, { ...runOptions, stop: stopSignal() }, view).finally(() => { view.close(); });
  view.report(report);
  return report.exitCode;
}

/** SIGINT and SIGTERM let mails under way finish; a second one ends the process at once, as if there were no handler. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { controller.abort(); });
  return controller.signal;
}

function parse({ only, now, resend, discard, retryFailed, maxDuration }: Options): RunOptions {
  const at = parseNow(now);
  const longest = parseLength('--max-duration', maxDuration);
  const resent = parseIds('--resend', resend);
  const discarded = parseIds('--discard', discard);
  return {
    ...(only === undefined ? {} : { only: parseKinds(only) }),
    ...(at === undefined ? {} : { now: at }),
    ...(resent === undefined ? {} : { resend: resent }),
    ...(discarded === undefined ? {} : { discard: discarded }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
    ...(longest === undefined ? {} : { maxDuration: longest }),
  };
}
