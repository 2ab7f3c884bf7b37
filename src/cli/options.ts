import { Option, type Command } from 'commander';
import { isUsableAddress } from '../address.js';
import { suggest } from '../suggest.js';
import { parseDuration } from '../duration.js';
import type { KindId } from '../config/index.js';
import { NotifyError } from '../errors/index.js';
import type { MessageState } from '../outbox/index.js';
import type { CommandContext } from './command-context.js';
import type { OutputOptions } from './output.js';

/** Options that every subcommand takes. */
export interface CommonOptions extends OutputOptions {
  readonly config?: string;
  readonly demo?: boolean;
}

/** Adds the options that every subcommand takes. */
export function addCommonOptions(command: Command, { help }: CommandContext): Command {
  return command
    .option('--config <file>', help('command.option.config'))
    .addOption(new Option('--demo', help('command.option.demo')).conflicts('config'))
    .option('--json', help('command.option.json'), false)
    .option('--quiet', help('command.option.quiet'), false)
    .option('--verbose', help('command.option.verbose'), false)
    .option('--no-color', help('command.option.no-color'));
}

/** Parses ids of kinds, which may also be separated by commas. @throws UNKNOWN_KIND */
export function parseKinds(names: readonly string[]): Promise<KindId[]> {
  return Promise.all(names.flatMap((name) => name.split(',')).map(parseKind));
}

/** Parses the id of one kind. @throws UNKNOWN_KIND */
export async function parseKind(name: string): Promise<KindId> {
  const { kindIds } = await import('../notifications/index.js');
  const kind = kindIds.find((id) => id === name);
  if (kind === undefined) throw unknownKindError(name, kindIds);
  return kind;
}

function unknownKindError(found: string, kindIds: readonly string[]): NotifyError {
  const suggestion = suggest(found, kindIds);
  const meant = suggestion === undefined ? '' : ({ code: 'command.meant', args: { suggestion } } as const);
  return new NotifyError('UNKNOWN_KIND', { found, meant, kinds: kindIds.join(', ') });
}

/** Parses states of messages, which may also be separated by commas. @throws UNKNOWN_STATE */
export async function parseStates(names: readonly string[]): Promise<MessageState[]> {
  const { messageStates } = await import('../outbox/index.js');
  return names
    .flatMap((name) => name.split(','))
    .map((name) => {
      const state = messageStates.find((known) => known === name);
      if (state === undefined)
        throw new NotifyError('UNKNOWN_STATE', { found: name, states: messageStates.join(', ') });
      return state;
    });
}

/**
 * Parses an ISO 8601 date or date and time. A time without an offset is in the host's time zone. @throws BAD_DATE
 */
export function parseNow(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const now = parseIsoDate(text);
  if (now === undefined) throw new NotifyError('BAD_DATE', { found: text });
  return now;
}

/** Accepts the years 1000 to 2999. Days are compared as texts, and those of year 10000 would sort first. */
function parseIsoDate(text: string): Date | undefined {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const isRealDay =
    /^[12]/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  if (!isRealDay || !/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined;
  // JavaScript takes a day alone as midnight UTC, but a time without an offset as the host's.
  const date = new Date(text.includes('T') ? text : `${text}T00:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Parses a length of time before now, or a date as `parseNow` does. @throws BAD_SINCE */
export function parseSince(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const since = parseIsoDate(text)?.getTime() ?? Date.now() - (parseDuration(text) ?? Number.NaN);
  if (Number.isNaN(since)) throw new NotifyError('BAD_SINCE', { found: text });
  return new Date(since);
}

/** Checks one e-mail address. @param option named in the error @throws BAD_ADDRESS */
export function parseAddress(option: string, text: string | undefined): string | undefined {
  if (text !== undefined && !isUsableAddress(text)) throw new NotifyError('BAD_ADDRESS', { option, found: text });
  return text;
}

const maxDurationMs = 86_400_000;

/** Parses a duration of at most one day into milliseconds. @param option named in the error @throws BAD_DURATION */
export function parseDurationOption(option: string, text: string | undefined): number | undefined {
  const milliseconds = text === undefined ? undefined : parseDuration(text);
  if (text !== undefined && (milliseconds === undefined || milliseconds > maxDurationMs))
    throw new NotifyError('BAD_DURATION', { option, found: text });
  return milliseconds;
}

/** Ids are bigints of SQL. */
const greatestId = 2n ** 63n - 1n;

/** Parses ids of messages, which may also be separated by commas. Removes duplicates. @throws BAD_MESSAGE_ID */
export function parseIds(option: string, ids: readonly string[]): string[] {
  const uniqueIds = new Set(ids.flatMap((id) => id.split(',')));
  for (const id of uniqueIds)
    if (!/^\d{1,19}$/.test(id) || BigInt(id) > greatestId)
      throw new NotifyError('BAD_MESSAGE_ID', { option, found: id });
  return [...new Set([...uniqueIds].map((id) => String(BigInt(id))))];
}
