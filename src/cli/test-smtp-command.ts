import type { Command } from 'commander';
import type { SmtpConfig } from '../config/index.js';
import { ExitCode, NoMailboxError } from '../errors/index.js';
import type { CommandContext } from './command-context.js';
import { configurationFor } from './configuration.js';
import { parseAddress, withCommonOptions, type CommonOptions } from './options.js';
import type { Output } from './output.js';

interface Options extends CommonOptions {
  readonly to?: string;
}

export function addTestSmtpCommand(program: Command, context: CommandContext): void {
  const { words, perform } = context;
  withCommonOptions(program.command('test-smtp').description(words('testSmtp.description')), context)
    .option('--to <address>', words('testSmtp.option.to'))
    .action(async (options: Options) => { await perform(options, (output) => testSmtpCommand(output, options)); });
}

async function testSmtpCommand(output: Output, options: Options): Promise<ExitCode> {
  const to = parseAddress('--to', options.to);
  const config = await configurationFor(output, options);
  const { transport } = config.mailbox;
  if (transport.type === 'pickup') throw new NoMailboxError();
  const { checkMailbox, sendTestMessage } = await import('../mail/check-mailbox.js');
  const [tested] = transport.accounts as [SmtpConfig];
  const account = await checkMailbox(tested);
  tell(output, { step: 'login', account }, `${account}: connected${tested.login === undefined ? '' : ' and logged in'}`);
  if (to === undefined) return ExitCode.ok;

  const delivery = await sendTestMessage(config, tested, to);
  const { result, phase, reply } = delivery;
  tell(output, { step: 'message', to, result, phase, reply }, `${to}: ${result} (${phase}): ${reply.text}`);
  if (delivery.result === 'stopped') throw delivery.error;
  return { sent: ExitCode.ok, deferred: ExitCode.unavailable, unknown: ExitCode.unavailable, failed: ExitCode.failed }[delivery.result];
}

function tell(output: Output, data: object, text: string): void {
  if (output.json) output.object({ type: 'test-smtp', version: 1, ...data });
  else if (!output.quiet) output.line(text);
}
