import { hostname } from 'node:os';
import { Option, type Command } from 'commander';
import type { Config, KindId, SmtpConfig } from '../../config/index.js';
import { omitUndefined } from '../../omit-undefined.js';
import { NotifyError, worstExitCode, type ExitCode } from '../../errors/index.js';
import type { Mail } from '../../mail/mailer.js';
import { diagnosisPhases, type DiagnosisPhase } from '../../mail/diagnosis/phases.js';
import type { CommandContext } from '../command-context.js';
import { loadCommandConfig } from '../select-config.js';
import { parseAddress, parseKind, addCommonOptions, type CommonOptions } from '../options.js';
import type { Output } from '../output.js';

/** The phases that `--until` accepts. The message is the last phase anyway. */
const untilPhases = diagnosisPhases.filter((phase) => phase !== 'message');

interface Options extends CommonOptions {
  readonly to?: string;
  readonly account?: string[];
  readonly until?: DiagnosisPhase;
  readonly kind?: string;
  readonly sample?: boolean;
}

/** Adds the subcommand `test-smtp`, which tests each account step by step. */
export function addTestSmtpCommand(program: Command, context: CommandContext): void {
  const { help, runAction } = context;
  addCommonOptions(program.command('test-smtp').description(help('testSmtp.description')), context)
    .addOption(new Option('--to <address>', help('testSmtp.option.to')).conflicts('until'))
    .option('--kind <kind>', help('testSmtp.option.kind'))
    .option('--sample', help('testSmtp.option.sample'))
    .option('--account <name...>', help('testSmtp.option.account'))
    .addOption(new Option('--until <phase>', help('testSmtp.option.until')).choices(untilPhases))
    .action(async (options: Options) => {
      await runAction(options, (output) => testSmtpCommand(output, options));
    });
}

async function testSmtpCommand(output: Output, options: Options): Promise<ExitCode> {
  const to = parseAddress('--to', options.to);
  const kind = options.kind === undefined ? undefined : await parseKind(options.kind);
  if ((kind !== undefined && to === undefined) || (options.sample === true && kind === undefined))
    throw new NotifyError(
      'OPTION_MISSING',
      kind === undefined ? { option: '--sample', needed: '--kind' } : { option: '--kind', needed: '--to' },
    );
  const config = await loadCommandConfig(output, options);
  const { transport } = config.mailbox;
  if (transport.type === 'pickup') throw new NotifyError('NO_MAILBOX', {});
  const accounts = selectAccounts(transport.accounts, options.account);
  const { diagnose } = await import('../../mail/diagnosis/diagnose.js');
  const { createTestSmtpView } = await import('./view.js');
  const composeFor = to === undefined ? undefined : await mailComposer(config, to, kind, options.sample === true);
  const exitCodes: ExitCode[] = [];
  for (const account of accounts) {
    const view = createTestSmtpView(output, account);
    const mail = composeFor?.(account);
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

/** Returns what composes the mail that is sent: the test message, or a mail of a kind. */
async function mailComposer(
  config: Config,
  to: string,
  kind: KindId | undefined,
  isSample: boolean,
): Promise<(account: SmtpConfig) => Mail> {
  if (kind === undefined) {
    const { testMessage } = await import('../../mail/test-message.js');
    return (account) => testMessage(config, account, to);
  }
  const { composeTo, loadRealMail, sampleMail } = await import('../../inspect/real-mail.js');
  const content = isSample ? sampleMail(kind, to) : await loadRealMail(config, kind);
  return ({ from }) => composeTo(config, kind, content, from, to);
}

function selectAccounts(accounts: readonly SmtpConfig[], names: readonly string[] | undefined): readonly SmtpConfig[] {
  const known = accounts.map(({ name }) => name);
  for (const found of names ?? [])
    if (!known.includes(found)) throw new NotifyError('UNKNOWN_ACCOUNT', { found, accounts: known.join(', ') });
  return accounts.filter(({ name }) => names?.includes(name) ?? true);
}
