import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import { formatLocalTime } from './local-time.js';
import type { Locale } from './locale.js';
import type { Message, MessageArgument } from './message.js';
import { translator } from './translator.js';
import { visibleText } from './visible-text.js';

const catalogue = translator((locale) => join(packageRoot, 'locales', `${locale}.json`));

/**
 * Turns a message into text. No other function does.
 * @param zone the office's time zone; without it, points in time are written as ISO 8601 in UTC
 */
export function formatMessage({ code, args = {} }: Message, locale: Locale, zone?: string): string {
  const formattedArgs = Object.entries(args).map(
    ([name, argument]) => [name, formatArgument(argument, locale, zone)] as const,
  );
  return catalogue(locale)(code, Object.fromEntries(formattedArgs));
}

/** Formats one argument of a message. Texts come from outside. Several messages become lines. */
export function formatArgument(argument: MessageArgument, locale: Locale, zone?: string): string | number {
  if (typeof argument === 'string') return visibleText(argument);
  if (typeof argument === 'number') return argument;
  if (argument instanceof Date) return zone === undefined ? argument.toISOString() : formatLocalTime(argument, zone);
  return 'code' in argument
    ? formatMessage(argument, locale, zone)
    : argument.map((message) => formatMessage(message, locale, zone)).join('\n');
}
