import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { locales, type Locale } from '../../src/messages/index.js';
import { root } from '../helpers/command.js';

const suffix = /_(one|few|many|other)$/;
const formsOf: Record<Locale, readonly string[]> = { pl: ['few', 'many', 'one', 'other'], en: ['one', 'other'] };

function flat(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[prefix + key, text] as [string, string]] : flat(text as object, `${prefix}${key}.`));
}

const catalogue = (locale: Locale) => new Map(flat(JSON.parse(readFileSync(join(root, 'locales', `${locale}.json`), 'utf8')) as object));

/** Every text's arguments, by key without plural ending. */
function argumentsOf(locale: Locale): [string, string[]][] {
  return [...catalogue(locale)].map(([key, text]) => [key.replace(suffix, ''), [...new Set(text.match(/\{\{.*?\}\}/g))].sort()]);
}

test('both languages have the same texts, with the same arguments', () => {
  const english = new Map(argumentsOf('en'));
  const polish = argumentsOf('pl');
  expect([...new Set(polish.map(([key]) => key))].sort()).toEqual([...english.keys()].sort());
  for (const [key, names] of polish) expect({ key, names }).toEqual({ key, names: english.get(key) });
});

test.each(locales)('%s has every plural form of its language, and no empty text', (locale) => {
  const plurals = [...catalogue(locale).keys()].filter((key) => suffix.test(key));
  const stems = [...new Set(plurals.map((key) => key.replace(suffix, '')))];
  expect(stems.length).toBeGreaterThan(5);
  expect(plurals.sort()).toEqual(stems.flatMap((stem) => formsOf[locale].map((form) => `${stem}_${form}`)).sort());
  for (const [key, text] of catalogue(locale)) expect(text.trim(), key).not.toBe('');
});
