import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import type { Locale } from './locale.js';
import type { Message, MessageArgument } from './message.js';
import { translator } from './translator.js';

const catalogue = translator((locale) => join(packageRoot, 'locales', `${locale}.json`));

/** Puts a message into words: the one place where that happens. */
export function formatMessage({ code, args = {} }: Message, locale: Locale): string {
  const words = Object.entries(args).map(([name, argument]) => [name, formatArgument(argument, locale)] as const);
  return catalogue(locale)(code, Object.fromEntries(words));
}

/** An argument alone, as it stands within a sentence. */
export function formatArgument(argument: MessageArgument, locale: Locale): string | number {
  if (typeof argument !== 'object') return argument;
  return 'code' in argument
    ? formatMessage(argument, locale)
    : argument.map((message) => formatMessage(message, locale)).join('\n');
}
