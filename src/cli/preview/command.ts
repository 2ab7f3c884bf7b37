import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { omitUndefined } from '../../omit-undefined.js';
import { ExitCode, isErrorOf, NotifyError, worstExitCode } from '../../errors/index.js';
import type { Preview, PreviewConfig } from '../../inspect/preview.js';
import type { MessageFilter } from '../../outbox/index.js';
import type { CommandContext } from '../command-context.js';
import { printError } from '../print-error.js';
import type { Config } from '../../config/index.js';
import { loadCommandConfig } from '../select-config.js';
import {
  parseAddress,
  parseIds,
  parseKinds,
  parseNow,
  parseSince,
  parseStates,
  addCommonOptions,
  type CommonOptions,
} from '../options.js';
import type { Output } from '../output.js';
import { createPrintView, createFolderView, type PreviewFormat } from './view.js';

interface Options extends CommonOptions {
  readonly format: PreviewFormat;
  readonly sample?: boolean;
  readonly recipient?: string;
  readonly why?: string;
  readonly list?: boolean;
  readonly state?: string[];
  readonly since?: string;
  readonly message?: string;
  readonly out?: string;
  readonly now?: string;
}

/** Adds the subcommand `preview`, which shows mails without sending them. */
export function addPreviewCommand(program: Command, context: CommandContext): void {
  const { help, runAction } = context;
  addCommonOptions(program.command('preview').description(help('preview.description')), context)
    .argument('[kind...]', help('preview.argument.kind'))
    .addOption(
      new Option('--format <format>', help('preview.option.format'))
        .choices(['text', 'html', 'eml', 'json'])
        .default('text'),
    )
    .option('--sample', help('preview.option.sample'))
    .option('--recipient <address>', help('preview.option.recipient'))
    .option('--why <who>', help('preview.option.why'))
    .addOption(new Option('--list', help('preview.option.list')).conflicts(['sample', 'why', 'out', 'message', 'now']))
    .addOption(new Option('--state <state...>', help('preview.option.state')).implies({ list: true }))
    .addOption(new Option('--since <when>', help('preview.option.since')).implies({ list: true }))
    .addOption(
      new Option('--message <id>', help('preview.option.message')).conflicts([
        'sample',
        'why',
        'out',
        'recipient',
        'now',
      ]),
    )
    .addOption(new Option('--out <folder>', help('preview.option.out')).conflicts('why'))
    .option('--now <iso>', help('preview.option.now'))
    .action(async (kinds: string[], options: Options) => {
      await runAction(options, (output) => previewCommand(output, kinds, options));
    });
}

async function previewCommand(output: Output, names: readonly string[], options: Options): Promise<ExitCode> {
  const now = parseNow(options.now);
  const recipient = parseAddress('--recipient', options.recipient);
  if (options.why !== undefined) return printExplanations(output, options, options.why.trim(), now);
  const format = output.json ? 'json' : options.format;
  if (options.message !== undefined) {
    const { printMessage } = await import('./messages.js');
    const [id] = parseIds('--message', [options.message]);
    return printMessage(output, await loadCommandConfig(output, options), id!, format);
  }
  if (options.list === true) {
    const { printMessageList } = await import('./messages.js');
    const filter = await parseFilter(names, options);
    return printMessageList(output, await loadCommandConfig(output, options), filter);
  }
  const { kindIds } = await import('../../notifications/index.js');
  const previewOptions = {
    kinds: names.length === 0 ? kindIds : await parseKinds(names),
    ...omitUndefined({ now, recipient }),
  };
  let count = 0;
  const { previewPending, previewSamples } = await import('../../inspect/preview.js');
  const view =
    options.out === undefined ? await createPrintView(output, format) : await createFolderView(output, options.out);
  const show = async (preview: Preview) => {
    count += 1;
    await view.show(preview);
  };
  const errors = new Map<string, NotifyError>();
  const onError = (error: NotifyError) => errors.set(error.message, error);
  if (options.sample === true) {
    const config = await loadSampleConfig(output, options);
    for (const preview of previewSamples(config, previewOptions, onError)) await show(preview);
  } else {
    await previewPending(await loadPreviewConfig(output, options), previewOptions, show, onError);
  }
  if (count > 0) await view.close();
  else if (!output.quiet && errors.size === 0) output.printNote(output.text('preview.nothing'));
  return worstExitCode([...errors.values()].map((error) => printError(output, error)));
}

async function parseFilter(
  names: readonly string[],
  { state, since, recipient }: Options,
): Promise<Partial<MessageFilter>> {
  return omitUndefined({
    kinds: names.length === 0 ? undefined : await parseKinds(names),
    states: state === undefined ? undefined : await parseStates(state),
    since: parseSince(since),
    address: parseAddress('--recipient', recipient),
  });
}

async function printExplanations(
  output: Output,
  options: Options,
  who: string,
  now: Date | undefined,
): Promise<ExitCode> {
  if (who === '') throw new NotifyError('BAD_ADDRESS', { option: '--why', found: who });
  const { explain } = await import('../../inspect/explain.js');
  const { whyLine } = await import('./why-text.js');
  const config = await loadCommandConfig(output, options);
  for (const explanation of await explain(config, who, now)) {
    if (output.json) output.printJson({ type: 'why', version: 1, ...explanation });
    else output.printLine(whyLine(output, explanation, config.office.timeZone));
  }
  return ExitCode.ok;
}

/**
 * Loads the configuration. @throws PREVIEW_UNWRITABLE if `--out` is the pickup folder, where another program would send
 * the mails
 */
async function loadPreviewConfig(output: Output, options: Options): Promise<Config> {
  const config = await loadCommandConfig(output, options);
  const { transport } = config.mailbox;
  const { out } = options;
  if (out !== undefined && transport.type === 'pickup' && realPath(resolve(out)) === realPath(transport.directory))
    throw new NotifyError('PREVIEW_UNWRITABLE', { directory: out, reason: { code: 'preview.pickupFolder' } });
  return config;
}

/**
 * A folder's path without links, on Windows in its true case and length. Of a folder that does not exist, only the
 * existing part has links.
 */
function realPath(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    const parent = dirname(folder);
    return parent === folder ? folder : join(realPath(parent), basename(folder));
  }
}

/** The configuration for samples. Without a configuration file, that of an example office. */
async function loadSampleConfig(output: Output, options: Options): Promise<PreviewConfig> {
  try {
    return await loadPreviewConfig(output, options);
  } catch (error) {
    if (!isErrorOf(error, 'CONFIG_NOT_FOUND')) throw error;
    return {
      office: {
        name: 'Biuro Rachunkowe',
        panelUrl: 'https://biuro.mobevo.pl',
        locale: 'pl',
        timeZone: 'Europe/Warsaw',
        accentColor: '#1f5fa8',
      },
      mailbox: {
        from: 'powiadomienia@biuro.example',
        fromName: 'Biuro Rachunkowe',
        transport: { type: 'pickup', directory: '.' },
      },
    };
  }
}
