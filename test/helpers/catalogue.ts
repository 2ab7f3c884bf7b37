import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../../src/messages/index.js';
import { root } from './command.js';

/** A catalogue as one level of `a.b.c` keys. */
export function words(locale: Locale): Record<string, string> {
  const flat = (value: object, path: string): [string, string][] => Object.entries(value).flatMap(([key, inner]: [string, object | string]) =>
    (typeof inner === 'string' ? [[`${path}${key}`, inner] as [string, string]] : flat(inner, `${path}${key}.`)));
  return Object.fromEntries(flat(JSON.parse(readFileSync(join(root, 'templates', 'locales', `${locale}.json`), 'utf8')) as object, ''));
}
