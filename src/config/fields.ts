import { IANAZone } from 'luxon';
import { z } from 'zod';
import { addressPattern, isUsableAddress, normaliseAddress, maxAccentedLength, maxAddressBytes } from '../address.js';
import { durationUnits, durationWords, parseDuration } from '../duration.js';
import { expectedError } from './expected-text.js';
import { numberPattern } from './number-pattern.js';
import { timeZones } from './time-zones.js';

// JIT compilation does not pay off for one parse. This file is loaded before any schema is created.
z.config({ jitless: true });

/**
 * Of the JSON schema: the same as the check beside it, which zod cannot always express. A test compares both. Patterns
 * have no flags there.
 */
const inSchema = (pattern: string) => ({ pattern });

export const text = z
  .string()
  .trim()
  .min(1)
  .meta(inSchema(String.raw`\S`));

/** A text of at most 100 characters, without the space around it. */
export const shortText = z
  .string()
  .trim()
  .regex(/^[^]{1,100}$/u, expectedError('shortText'))
  .meta(inSchema(String.raw`^\s*\S(?:[^]{0,98}\S)?\s*$`));

/** One address. @param expected says what to write instead of anything else */
function emailSchema(expected: 'email' | 'senderEmail') {
  return z
    .string()
    .regex(addressPattern, { ...expectedError(expected), abort: true })
    .refine(isUsableAddress, expectedError(expected))
    .meta({
      description: 'one e-mail address',
      ...inSchema(`^(?=[ -~]{1,${maxAddressBytes}}$|.{1,${maxAccentedLength}}$)${addressPattern.source.slice(1)}`),
    });
}

export const email = emailSchema('email');
/** The sender's address. Its name is a setting of its own. */
export const senderEmail = emailSchema('senderEmail');

/** Keeps the first address of each mailbox. */
function removeDuplicates(addresses: readonly string[]): string[] {
  return [
    ...new Map(addresses.toReversed().map((address) => [normaliseAddress(address), address])).values(),
  ].toReversed();
}

const ipv6Pattern = String.raw`(?=[^:]*:[^:]*:)[\da-fA-F:.]{2,45}`;
/** A DNS name or an IPv4 address; or an IPv6 address, which has colons, perhaps in brackets. */
const hostPattern = String.raw`(?:[\p{L}\p{N}_.-]{1,253}|${ipv6Pattern}|\[${ipv6Pattern}\])`;

/**
 * The name or the address of a server, without its port. A URL is refused: it may contain a login, and a host is shown
 * in reports.
 */
export const hostName = z
  .string()
  .trim()
  .regex(new RegExp(`^${hostPattern}$`, 'u'), expectedError('hostName'))
  .transform((host) => host.replace(/[[\]]/g, ''))
  .meta(inSchema(String.raw`^\s*${hostPattern}\s*$`));

/** A SQL Server: a host, its instance or port, and perhaps a protocol before it. Not a URL, as above. */
export function isSqlServerName(name: string): boolean {
  return /^[\p{L}\p{N}_.:,$()[\]\\-]{1,300}$/u.test(name);
}

export const sqlServerName = z
  .string()
  .trim()
  .refine(isSqlServerName, expectedError('sqlServerName'))
  .meta(inSchema(String.raw`^\s*[\p{L}\p{N}_.:,$()[\]\\-]{1,300}\s*$`));

const addresses = z.array(email);
export const emails = addresses.min(1).transform(removeDuplicates).describe('one or more e-mail addresses');
export const optionalEmails = addresses.transform(removeDuplicates).prefault([]);

/** A duration such as `15 minutes`, from `least` to `most`. Returns milliseconds. */
export const duration = (least: string, most: string) =>
  z
    .string()
    .refine(
      (value) => {
        const length = parseDuration(value);
        return length !== undefined && length >= parseDuration(least)! && length <= parseDuration(most)!;
      },
      { ...expectedError('duration'), params: { args: { least, most } } },
    )
    .transform((value) => parseDuration(value)!)
    .meta({
      description: `a duration from ${least} to ${most}: a number and seconds, minutes, hours or days`,
      ...inSchema(durationPattern(parseDuration(least)!, parseDuration(most)!)),
    });

const mostDigits = 99_999;

/** Matches the texts that `parseDuration` takes, with a length from `least` to `most` in milliseconds. */
function durationPattern(least: number, most: number): string {
  const alternatives = Object.entries(durationUnits).flatMap(([unit, length]) => {
    const [from, to] = [Math.ceil(least / length), Math.min(Math.floor(most / length), mostDigits)];
    const words = Object.keys(durationWords).filter((word) => durationWords[word] === unit);
    return from > to ? [] : [String.raw`${numberPattern(from, to)}\s*(?:${words.map(inAnyCase).join('|')})`];
  });
  return String.raw`^\s*(?:${alternatives.join('|')})\s*$`;
}

function inAnyCase(word: string): string {
  return word.replace(/\p{L}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** `HH:MM` in the office's time zone. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, expectedError('timeOfDay'));

/** ISO 8601 with an offset. Returns ISO 8601 in UTC. */
export const instant = z.iso
  .datetime({ offset: true, ...expectedError('instant') })
  .transform((value) => new Date(value).toISOString());

/** An IANA time zone. */
export const timeZone = z
  .enum(timeZones, expectedError('timeZone'))
  .refine((zone) => IANAZone.isValidZone(zone), expectedError('timeZone'));

/** A full host name, or an address in brackets (RFC 5321, 4.1.3). */
export const fullHostName = z
  .string()
  .max(253, expectedError('fullHostName'))
  .regex(
    /^([a-zA-Z\d]([a-zA-Z\d-]{0,61}[a-zA-Z\d])?(\.[a-zA-Z\d]([a-zA-Z\d-]{0,61}[a-zA-Z\d])?)+|\[[\da-fA-F.:IPv]+\])$/,
    expectedError('fullHostName'),
  );

export const portNumber = z
  .union(
    [z.int().min(1).max(65_535), z.string().regex(new RegExp(`^${numberPattern(1, 65_535)}$`), expectedError('port'))],
    expectedError('port'),
  )
  .transform(Number);

/** A size such as `25 MB`. Returns bytes (1 kB = 1024 bytes). */
export const messageSize = z
  .string()
  .regex(/^\d{1,4} ?[kM]B$/, expectedError('size'))
  .transform((size) => Number.parseInt(size, 10) * (size.endsWith('MB') ? 1024 * 1024 : 1024))
  .describe('a size in kB or MB, such as "25 MB"');

const host = String.raw`(?:\[[\da-fA-F:]{2,}\]|[\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)`;
const afterHost = String.raw`(?::${numberPattern(1, 65_535)})?(?:[\/?#]\S*)?`;

/** A web address, as a link or to be called. Without a login, which would be shown. */
export const webAddress = z
  .string()
  .regex(new RegExp(`^https?:\\/\\/${host}${afterHost}$`, 'u'), expectedError('httpsAddress'))
  .refine((address) => URL.canParse(address), expectedError('httpsAddress'));

/** The same, perhaps with a login, for a secret. */
export const secretWebAddress = new RegExp(String.raw`^https?:\/\/(?:[^\s\/?#@]+@)?${host}${afterHost}$`, 'u');

/** An address that secrets are sent to: HTTPS. HTTP is allowed on this host, for tests. */
export const safeAddress = new RegExp(
  String.raw`^(?:https:\/\/${host}|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))${afterHost}$`,
  'u',
);
