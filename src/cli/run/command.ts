import { Option, type Command } from 'commander';
import type { Config } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { NotifyError, worstExitCode, type ExitCode } from '../../errors/index.js';
import type { RunOptions } from '../../run/run-context.js';
import type { CommandContext } from '../command-context.js';
import { loadCommandConfig } from '../select-config.js';
import { printError } from '../print-error.js';
import {
  parseIds,
  parseKinds,
  parseDurationOption,
  parseNow,
  addCommonOptions,
  type CommonOptions,
} from '../options.js';
import type { Output } from '../output.js';

/** Windows sends SIGHUP when the console is closed, and SIGBREAK for Ctrl+Break. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const;
/** As the time limit of the scheduled task on Windows. */
const defaultMaxDuration = '1 hour';

/** Options that change messages or plans, which a dry run does not. */
const changingOptions = [
  { attribute: 'resend', name: '--resend' },
  { attribute: 'discard', name: '--discard' },
  { attribute: 'release', name: '--release' },
  { attribute: 'retryFailed', name: '--retry-failed' },
] as const;

interface Options extends CommonOptions {
  readonly only?: string[];
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly now?: string;
  readonly resend?: string[];
  readonly discard?: string[];
  readonly release?: string[];
  readonly retryFailed?: boolean;
  readonly maxDuration?: string;
}

/** Adds the subcommand `run`, which plans and sends, or only checks with `--check`. */
export function addRunCommand(program: Command, context: CommandContext): void {
  const { help, runAction } = context;
  addCommonOptions(program.command('run').description(help('run.description')), context)
    .option('--only <kind...>', help('run.option.only'))
    .addOption(
      new Option('--dry-run', help('run.option.dry-run')).conflicts(changingOptions.map(({ attribute }) => attribute)),
    )
    .addOption(
      new Option('--check', help('run.option.check')).conflicts([
        'only',
        'dryRun',
        'now',
        ...changingOptions.map(({ attribute }) => attribute),
        'maxDuration',
      ]),
    )
    .option('--now <iso>', help('run.option.now'))
    .option('--resend <id...>', help('run.option.resend'))
    .option('--discard <id...>', help('run.option.discard'))
    .option('--release <kind...>', help('run.option.release'))
    .option('--retry-failed', help('run.option.retry-failed'))
    .option('--max-duration <length>', help('run.option.max-duration'))
    .action(async (options: Options) => {
      await runAction(options, (output) => runCommand(output, options));
    });
}

async function runCommand(output: Output, options: Options): Promise<ExitCode> {
  const runOptions = await parseRunOptions(options);
  const config = await loadCommandConfig(output, options);
  if (options.check === true) return checkCommand(output, config);
  // Other hosts share a server's database, so `--now` must not write to it.
  const isDryRun = options.dryRun === true || (runOptions.now !== undefined && config.database.client !== 'sqlite');
  const ineffective = isDryRun ? changingOptions.find(({ attribute }) => options[attribute] !== undefined) : undefined;
  if (ineffective !== undefined) throw new NotifyError('NOW_IS_DRY_RUN', { option: ineffective.name });
  for (const kind of runOptions.only ?? []) {
    if (!config.kinds.some(({ id }) => id === kind)) output.printNote(output.text('run.kindOff', { kind }));
  }
  const { createRunView } = await import('./view.js');
  const { LogFile } = await import('./log-file.js');
  const log = config.logFile === undefined || isDryRun ? undefined : new LogFile(config.logFile);
  const view = await createRunView(output, options.demo === true, log);
  const execute = isDryRun ? (await import('../../inspect/dry-run.js')).dryRun : (await import('../../run/run.js')).run;
  const report = await execute(config, { ...runOptions, stop: createStopSignal() }, view)
    .catch((error: unknown) => {
      view.failed(error);
      throw error;
    })
    .finally(() => {
      view.close();
    });
  const warnings = log?.warning === undefined ? report.warnings : [...report.warnings, log.warning];
  await view.report({ ...report, warnings });
  return worstExitCode([report.exitCode, ...(log?.error === undefined ? [] : [printError(output, log.error)])]);
}

/** Runs `--check`. @returns the exit code of the worst failed check */
async function checkCommand(output: Output, config: Config): Promise<ExitCode> {
  const { checkHealth } = await import('../../inspect/check-health.js');
  const { showCheck } = await import('./check-view.js');
  const exitCodes: ExitCode[] = [];
  for await (const check of checkHealth(config)) {
    showCheck(output, check);
    if (check.state === 'fault') exitCodes.push(check.error.exitCode);
  }
  return worstExitCode(exitCodes);
}

/**
 * Aborts on a stop signal, so that the run finishes the mails it has begun. A second signal, of whatever kind, ends the
 * process at once, because the first removes the handlers.
 */
function createStopSignal(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    for (const signal of stopSignals) process.off(signal, onSignal);
    controller.abort();
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  return controller.signal;
}

/** Splits what `--discard` names: ids of messages, and kinds whose plan is held. */
async function parseDiscard(names: readonly string[]): Promise<Pick<RunOptions, 'discard' | 'discardPlans'>> {
  const all = names.flatMap((name) => name.split(','));
  const kinds = all.filter((name) => /^[a-z]/.test(name));
  const ids = all.filter((name) => !kinds.includes(name));
  return omitUndefined({
    discard: ids.length === 0 ? undefined : parseIds('--discard', ids),
    discardPlans: kinds.length === 0 ? undefined : await parseKinds(kinds),
  });
}

async function parseRunOptions({
  only,
  now,
  resend,
  discard,
  release,
  retryFailed,
  maxDuration,
}: Options): Promise<RunOptions> {
  const discarded = discard && (await parseDiscard(discard));
  const released = release && (await parseKinds(release));
  const both = released?.filter((kind) => discarded?.discardPlans?.includes(kind)) ?? [];
  if (both.length > 0) throw new NotifyError('DECISIONS_CONTRADICT', { kinds: both.join(', ') });
  const resent = resend && parseIds('--resend', resend);
  const twice = resent?.filter((id) => discarded?.discard?.includes(id)) ?? [];
  if (twice.length > 0) throw new NotifyError('MESSAGES_CONTRADICT', { ids: twice.join(', ') });
  return omitUndefined({
    now: parseNow(now),
    maxDuration: parseDurationOption('--max-duration', maxDuration ?? defaultMaxDuration),
    resend: resent,
    ...discarded,
    release: released,
    only: only && (await parseKinds(only)),
    retryFailed,
  });
}
