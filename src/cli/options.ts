import { Option, type Command } from 'commander';
import { suggest } from '../config/suggest.js';
import { parseDuration } from '../config/duration.js';
import { kindIds, type KindId } from '../config/kinds.js';
import { NotifyError } from '../errors/index.js';
import type { CommandContext } from './command-context.js';
import type { OutputOptions } from './output.js';

/** Options that every subcommand takes. */
export interface CommonOptions extends OutputOptions {
  readonly config?: string;
  readonly demo?: boolean;
}

export function withCommonOptions(command: Command, { help }: CommandContext): Command {
  return command
    .option('--config <file>', help('command.option.config'))
    .addOption(new Option('--demo', help('command.option.demo')).conflicts('config'))
    .option('--json', help('command.option.json'), false)
    .option('--quiet', help('command.option.quiet'), false)
    .option('--verbose', help('command.option.verbose'), false)
    .option('--no-color', help('command.option.no-color'));
}

export function parseKinds(names: readonly string[]): KindId[] {
  return names
    .flatMap((name) => name.split(','))
    .map((name) => {
      const kind = kindIds.find((id) => id === name);
      if (kind === undefined) throw unknownKind(name);
      return kind;
    });
}

function unknownKind(found: string): NotifyError {
  const suggestion = suggest(found, kindIds);
  const meant = suggestion === undefined ? '' : ({ code: 'command.meant', args: { suggestion } } as const);
  return new NotifyError('UNKNOWN_KIND', { found, meant, kinds: kindIds.join(', ') });
}

/** A point in time of ISO 8601; a time without an offset is the host's. */
export function parseNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  const now =
    isDay && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(now.getTime())) throw new NotifyError('BAD_DATE', { found: text });
  return now;
}

export function parseAddress(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^[^\s@<>,;:()"\\]+@[^\s@<>,;:()"\\]+$/.test(text))
    throw new NotifyError('BAD_ADDRESS', { option, found: text });
  return text;
}

const longestLength = 86_400_000;

/** @returns milliseconds, a day at most */
export function parseLength(option: string, text: string | undefined): number | undefined {
  const length = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && (length === undefined || length > longestLength))
    throw new NotifyError('BAD_DURATION', { option, found: text });
  return length;
}

export function parseIds(option: string, ids: readonly string[] | undefined): string[] | undefined {
  if (ids === undefined) return undefined;
  const all = new Set(ids.flatMap((id) => id.split(',')));
  for (const id of all) if (!/^\d{1,19}$/.test(id)) throw new NotifyError('BAD_MESSAGE_ID', { option, found: id });
  return [...all];
}
