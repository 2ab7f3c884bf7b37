import { Option, type Command } from 'commander';
import type { Config } from '../../config/index.js';
import { worstExitCode, type ExitCode } from '../../errors/index.js';
import type { RunOptions } from '../../run/run-context.js';
import type { CommandContext } from '../command-context.js';
import { configurationFor } from '../select-config.js';
import { printError } from '../print-error.js';
import { parseIds, parseKinds, parseLength, parseNow, withCommonOptions, type CommonOptions } from '../options.js';
import type { Output } from '../output.js';

interface Options extends CommonOptions {
  readonly only?: string[];
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly now?: string;
  readonly resend?: string[];
  readonly discard?: string[];
  readonly retryFailed?: boolean;
  readonly maxDuration?: string;
}

export function addRunCommand(program: Command, context: CommandContext): void {
  const { help, runAction } = context;
  withCommonOptions(program.command('run').description(help('run.description')), context)
    .option('--only <kind...>', help('run.option.only'))
    .addOption(new Option('--dry-run', help('run.option.dry-run')).conflicts(['resend', 'discard', 'retryFailed']))
    .addOption(
      new Option('--check', help('run.option.check')).conflicts([
        'only',
        'dryRun',
        'now',
        'resend',
        'discard',
        'retryFailed',
        'maxDuration',
      ]),
    )
    .option('--now <iso>', help('run.option.now'))
    .option('--resend <id...>', help('run.option.resend'))
    .option('--discard <id...>', help('run.option.discard'))
    .option('--retry-failed', help('run.option.retry-failed'))
    .option('--max-duration <length>', help('run.option.max-duration'))
    .action(async (options: Options) => {
      await runAction(options, (output) => runCommand(output, options));
    });
}

async function runCommand(output: Output, options: Options): Promise<ExitCode> {
  const runOptions = parse(options);
  const config = await configurationFor(output, options);
  if (options.check === true) return checkCommand(output, config);
  // A made-up time must not reach a database that others share.
  const isRehearsal = options.dryRun === true || (runOptions.now !== undefined && config.database.client !== 'sqlite');
  for (const kind of runOptions.only ?? []) {
    if (!config.kinds.some(({ id }) => id === kind)) output.note(output.text('run.kindOff', { kind }));
  }
  const { runView } = await import('./view.js');
  const { LogFile } = await import('./log-file.js');
  const log = config.logFile === undefined || isRehearsal ? undefined : new LogFile(config.logFile);
  const view = runView(output, options.demo === true, log);
  const perform = isRehearsal
    ? (await import('../../inspect/dry-run.js')).dryRun
    : (await import('../../run/run.js')).run;
  const report = await perform(config, { ...runOptions, stop: stopSignal() }, view)
    .catch((error: unknown) => {
      view.failed(error);
      throw error;
    })
    .finally(() => {
      view.close();
    });
  await view.report(report);
  return worstExitCode([report.exitCode, ...(log?.error === undefined ? [] : [printError(output, log.error)])]);
}

/** @returns the worst exit code of what is wrong */
async function checkCommand(output: Output, config: Config): Promise<ExitCode> {
  const { checkHealth } = await import('../../inspect/check-health.js');
  const { showCheck } = await import('./check-view.js');
  const codes: ExitCode[] = [];
  for await (const check of checkHealth(config)) {
    showCheck(output, check);
    if (check.state === 'fault') codes.push(check.error.exitCode);
  }
  return worstExitCode(codes);
}

/** SIGINT and SIGTERM let mails under way finish; a second one ends the process at once, as if there were no handler. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      controller.abort();
    });
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
