import { IANAZone } from 'luxon';
import { z } from 'zod';
import { parseDuration } from './duration.js';
import { expects } from './expected-text.js';

// JIT compilation does not pay off for one parse. This file is loaded before any schema is made.
z.config({ jitless: true });

export const text = z.string().trim().min(1);
export const email = z.email({ pattern: z.regexes.unicodeEmail }).trim().max(254).describe('one e-mail address');

/** Addresses that differ only in case are one mailbox for every provider in use; the first spelling stays. */
function unique(addresses: readonly string[]): string[] {
  return [...new Map(addresses.toReversed().map((address) => [address.toLowerCase(), address])).values()].toReversed();
}

const addresses = z.array(email);
export const emails = addresses.min(1).transform(unique).describe('one or more e-mail addresses');
export const optionalEmails = addresses.transform(unique).prefault([]);

/** A length of time; milliseconds when parsed. */
export const duration = (least: string, most: string) =>
  z
    .string()
    .refine(
      (value) => {
        const length = parseDuration(value);
        return length !== undefined && length >= parseDuration(least)! && length <= parseDuration(most)!;
      },
      { ...expects('duration'), params: { args: { least, most } } },
    )
    .transform((value) => parseDuration(value)!)
    .describe(`a length of time from ${least} to ${most}: a number and minutes, hours or days`);

/** `HH:MM` in the office's time zone. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, expects('timeOfDay'));

/** ISO 8601; UTC when parsed. */
export const instant = z.iso
  .datetime({ offset: true, error: 'a point in time, as in "2026-11-24T06:00:00+01:00"' })
  .transform((value) => new Date(value).toISOString());

export const timeZone = z.string().refine((zone) => IANAZone.isValidZone(zone), expects('timeZone'));

export const portNumber = z
  .union([z.int().min(1).max(65_535), z.string().regex(/^\d{1,5}$/)], expects('port'))
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, expects('port'));

/** Bytes when parsed. */
export const messageSize = z
  .string()
  .regex(/^\d{1,4} ?[kM]B$/, expects('size'))
  .transform((size) => Number.parseInt(size, 10) * (size.endsWith('MB') ? 1024 * 1024 : 1024))
  .describe('a size in kB or MB, as in "25 MB"');
