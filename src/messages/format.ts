import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import type { Locale } from './locale.js';
import type { Message, MessageArgument } from './message.js';
import { translator } from './translator.js';
import { visibleText } from './visible-text.js';

const catalogue = translator((locale) => join(packageRoot, 'locales', `${locale}.json`));

/** Turns a message into text. No other function does. */
export function formatMessage({ code, args = {} }: Message, locale: Locale): string {
  const formattedArgs = Object.entries(args).map(
    ([name, argument]) => [name, formatArgument(argument, locale)] as const,
  );
  return catalogue(locale)(code, Object.fromEntries(formattedArgs));
}

/** Formats one argument of a message. Texts come from outside. Several messages become lines. */
export function formatArgument(argument: MessageArgument, locale: Locale): string | number {
  if (typeof argument === 'string') return visibleText(argument);
  if (typeof argument === 'number') return argument;
  return 'code' in argument
    ? formatMessage(argument, locale)
    : argument.map((message) => formatMessage(message, locale)).join('\n');
}
