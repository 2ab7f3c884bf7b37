import { hostname } from 'node:os';
import { Option, type Command } from 'commander';
import type { SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { NotifyError, worstExitCode, type ExitCode } from '../../errors/index.js';
import { diagnosisPhases, type DiagnosisPhase } from '../../mail/diagnosis/phases.js';
import type { CommandContext } from '../command-context.js';
import { loadCommandConfig } from '../select-config.js';
import { parseAddress, addCommonOptions, type CommonOptions } from '../options.js';
import type { Output } from '../output.js';

/** The phases that `--until` accepts. The message is the last phase anyway. */
const untilPhases = diagnosisPhases.filter((phase) => phase !== 'message');

interface Options extends CommonOptions {
  readonly to?: string;
  readonly account?: string[];
  readonly until?: DiagnosisPhase;
}

/** Adds the subcommand `test-smtp`, which tests each account step by step. */
export function addTestSmtpCommand(program: Command, context: CommandContext): void {
  const { help, runAction } = context;
  addCommonOptions(program.command('test-smtp').description(help('testSmtp.description')), context)
    .addOption(new Option('--to <address>', help('testSmtp.option.to')).conflicts('until'))
    .option('--account <name...>', help('testSmtp.option.account'))
    .addOption(new Option('--until <phase>', help('testSmtp.option.until')).choices(untilPhases))
    .action(async (options: Options) => {
      await runAction(options, (output) => testSmtpCommand(output, options));
    });
}

async function testSmtpCommand(output: Output, options: Options): Promise<ExitCode> {
  const to = parseAddress('--to', options.to);
  const config = await loadCommandConfig(output, options);
  const { transport } = config.mailbox;
  if (transport.type === 'pickup') throw new NotifyError('NO_MAILBOX', {});
  const accounts = selectAccounts(transport.accounts, options.account);
  const { diagnose } = await import('../../mail/diagnosis/diagnose.js');
  const { testMessage } = await import('../../mail/test-message.js');
  const { createTestSmtpView } = await import('./view.js');
  const exitCodes: ExitCode[] = [];
  for (const account of accounts) {
    const view = createTestSmtpView(output, account);
    const mail = to === undefined ? undefined : testMessage(config, account, to);
    const diagnosis = await diagnose(
      account,
      omitUndefined({ mail, until: options.until, hostName: hostname() }),
      view,
    );
    view.end(diagnosis);
    exitCodes.push(diagnosis.exitCode);
  }
  return worstExitCode(exitCodes);
}

function selectAccounts(accounts: readonly SmtpConfig[], names: readonly string[] | undefined): readonly SmtpConfig[] {
  const known = accounts.map(({ name }) => name);
  for (const found of names ?? [])
    if (!known.includes(found)) throw new NotifyError('UNKNOWN_ACCOUNT', { found, accounts: known.join(', ') });
  return accounts.filter(({ name }) => names?.includes(name) ?? true);
}
