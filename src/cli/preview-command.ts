import type { Command } from 'commander';
import { Option } from 'commander';
import { kindIds } from '../config/kinds.js';
import { ConfigNotFoundError, ExitCode } from '../errors/index.js';
import type { Preview, PreviewConfig } from '../run/preview.js';
import type { CommandContext } from './command-context.js';
import { configurationFor } from './configuration.js';
import { parseAddress, parseKinds, parseNow, withCommonOptions, type CommonOptions } from './options.js';
import type { Output } from './output.js';
import { whyLine } from './why-text.js';

type Format = 'text' | 'html' | 'eml' | 'json';

interface Options extends CommonOptions {
  readonly format: Format;
  readonly sample?: boolean;
  readonly recipient?: string;
  readonly why?: string;
  readonly now?: string;
}

export function addPreviewCommand(program: Command, context: CommandContext): void {
  const { words, perform } = context;
  withCommonOptions(program.command('preview').description(words('preview.description')), context)
    .argument('[kind...]', words('preview.argument.kind'))
    .addOption(new Option('--format <format>', words('preview.option.format')).choices(['text', 'html', 'eml', 'json']).default('text'))
    .option('--sample', words('preview.option.sample'))
    .option('--recipient <address>', words('preview.option.recipient'))
    .option('--why <address>', words('preview.option.why'))
    .option('--now <iso>', words('preview.option.now'))
    .action(async (kinds: string[], options: Options) => { await perform(options, (output) => previewCommand(output, kinds, options)); });
}

async function previewCommand(output: Output, names: readonly string[], options: Options): Promise<ExitCode> {
  const now = parseNow(options.now);
  const recipient = parseAddress('--recipient', options.recipient);
  const why = parseAddress('--why', options.why);
  if (why !== undefined) return explainAddress(output, options, why, now);
  const previewOptions = {
    kinds: names.length === 0 ? kindIds : parseKinds(names),
    ...(now === undefined ? {} : { now }),
    ...(recipient === undefined ? {} : { recipient }),
  };
  const format = output.json ? 'json' : options.format;
  let count = 0;
  const show = (preview: Preview) => { count += 1; print(output, preview, format); };

  const { previewPending, previewSamples } = await import('../run/preview.js');
  if (options.sample === true) {
    for await (const preview of previewSamples(await sampleConfig(output, options), previewOptions)) show(preview);
  } else {
    await previewPending(await configurationFor(output, options), previewOptions, show);
  }
  if (count === 0 && !output.quiet) output.note(output.text('preview.nothing'));
  return ExitCode.ok;
}

async function explainAddress(output: Output, options: Options, address: string, now: Date | undefined): Promise<ExitCode> {
  const { explain } = await import('../run/why.js');
  for (const explanation of await explain(await configurationFor(output, options), address, now)) {
    if (output.json) output.object({ type: 'why', version: 1, ...explanation });
    else output.line(whyLine(output, explanation));
  }
  return ExitCode.ok;
}

/** Samples use the office's own settings where there are some. */
async function sampleConfig(output: Output, options: Options): Promise<PreviewConfig> {
  try {
    return await configurationFor(output, options);
  } catch (error) {
    if (!(error instanceof ConfigNotFoundError)) throw error;
    return {
      office: { name: 'Biuro Rachunkowe', panelUrl: 'https://biuro.mobevo.pl', locale: 'pl', timeZone: 'Europe/Warsaw' },
      mailbox: { from: 'powiadomienia@biuro.example', fromName: 'Biuro Rachunkowe', transport: { type: 'pickup', directory: '.' } },
    };
  }
}

function print(output: Output, { kind, recipient, content, rendered, raw, messageId }: Preview, format: Format): void {
  switch (format) {
    case 'json':
      output.object({ type: 'preview', version: 1, kind, to: recipient.address, messageId, ...rendered, content });
      break;
    case 'eml':
      output.raw(raw);
      break;
    case 'html':
      output.line(rendered.html);
      break;
    case 'text':
      output.line(output.chalk.dim(`── ${kind} → ${recipient.address}`));
      output.line(output.chalk.bold(rendered.subject));
      output.line();
      output.line(rendered.text);
  }
}
