import { IANAZone } from 'luxon';
import { z } from 'zod';
import { addressPattern, isUsableAddress, maxAddressBytes } from '../address.js';
import { parseDuration } from '../duration.js';
import { expectedError } from './expected-text.js';

// JIT compilation does not pay off for one parse. This file is loaded before any schema is created.
z.config({ jitless: true });

export const text = z.string().trim().min(1);

/** One address. @param expected says what to write instead of anything else */
function emailSchema(expected: 'email' | 'senderEmail') {
  return z
    .string()
    .regex(addressPattern, { ...expectedError(expected), abort: true })
    .refine(isUsableAddress, expectedError(expected))
    .meta({ description: 'one e-mail address', maxLength: maxAddressBytes });
}

export const email = emailSchema('email');
/** The sender's address. Its name is a setting of its own. */
export const senderEmail = emailSchema('senderEmail');

/** Removes addresses that differ only in case, because every common provider treats them as one. Keeps the first. */
function removeDuplicates(addresses: readonly string[]): string[] {
  return [...new Map(addresses.toReversed().map((address) => [address.toLowerCase(), address])).values()].toReversed();
}

/** A DNS name or an IP address. A URL is refused: it may contain a login, and a host is shown in reports. */
export const hostName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}_.:[\]-]{1,253}$/u, expectedError('hostName'));

/** A SQL Server: a host, its instance or port, and perhaps a protocol before it. Not a URL, as above. */
export function isSqlServerName(name: string): boolean {
  return /^[\p{L}\p{N}_.:,$()[\]\\-]{1,300}$/u.test(name);
}

export const sqlServerName = z.string().trim().refine(isSqlServerName, expectedError('sqlServerName'));

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
    .describe(`a duration from ${least} to ${most}: a number and seconds, minutes, hours or days`);

/** `HH:MM` in the office's time zone. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, expectedError('timeOfDay'));

/** ISO 8601 with an offset. Returns ISO 8601 in UTC. */
export const instant = z.iso
  .datetime({ offset: true, ...expectedError('instant') })
  .transform((value) => new Date(value).toISOString());

/** An IANA time zone. */
export const timeZone = z.string().refine((zone) => IANAZone.isValidZone(zone), expectedError('timeZone'));

/** A full host name, or an address in brackets (RFC 5321, 4.1.3). */
export const fullHostName = z
  .string()
  .max(253, expectedError('fullHostName'))
  .regex(
    /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)+|\[[\da-f.:IPv]+\])$/i,
    expectedError('fullHostName'),
  );

export const portNumber = z
  .union([z.int().min(1).max(65_535), z.string().regex(/^\d{1,5}$/)], expectedError('port'))
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, expectedError('port'));

/** A size such as `25 MB`. Returns bytes (1 kB = 1024 bytes). */
export const messageSize = z
  .string()
  .regex(/^\d{1,4} ?[kM]B$/, expectedError('size'))
  .transform((size) => Number.parseInt(size, 10) * (size.endsWith('MB') ? 1024 * 1024 : 1024))
  .describe('a size in kB or MB, such as "25 MB"');
