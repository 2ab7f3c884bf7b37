import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales, type Locale } from '../../src/messages/index.js';
import { root } from './command.js';

/** A catalogue as one level of `a.b.c` keys. */
export type Texts = Readonly<Record<string, string>>;

/** Reads a catalogue. @param folder of the catalogues, relative to the project */
export function readCatalogue(locale: Locale, folder = 'templates/locales'): Texts {
  const flat = (value: object, path: string): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]: [string, object | string]) =>
      typeof inner === 'string' ? [[`${path}${key}`, inner] as [string, string]] : flat(inner, `${path}${key}.`),
    );
  return Object.fromEntries(flat(JSON.parse(readFileSync(join(root, folder, `${locale}.json`), 'utf8')) as object, ''));
}

const pluralSuffix = /_(zero|one|few|many|other)$/;
const pluralForms: Readonly<Record<Locale, readonly string[]>> = {
  pl: ['one', 'few', 'many', 'other'],
  en: ['one', 'other'],
};

/** A key without its plural suffix. */
export const stemOf = (key: string) => key.replace(pluralSuffix, '');

/**
 * Compares the two languages. @returns one line for each missing, empty or unknown plural form and for each text whose
 * variables differ. A `_zero` form exists in both languages or in neither, and only it may leave out `count`.
 */
export function findFaults(catalogues: Readonly<Record<Locale, Texts>>): string[] {
  const keys = new Set(locales.flatMap((locale) => Object.keys(catalogues[locale])));
  return [...new Set([...keys].map(stemOf))].flatMap((stem) => {
    const isPlural = [...keys].some((key) => key !== stem && stemOf(key) === stem);
    const none = keys.has(`${stem}_zero`) ? [`${stem}_zero`] : [];
    const variablesOf = (text: string | undefined, key: string) =>
      [...new Set(text?.match(/\{\{.*?\}\}/g))]
        .filter((name) => !key.endsWith('_zero') || !name.startsWith('{{count'))
        .sort()
        .join();
    const first = isPlural ? `${stem}_one` : stem;
    return locales.flatMap((locale) => {
      const texts = catalogues[locale];
      const expected = isPlural ? [...none, ...pluralForms[locale].map((form) => `${stem}_${form}`)] : [stem];
      const found = Object.keys(texts).filter((key) => stemOf(key) === stem);
      return [
        ...expected.filter((key) => !found.includes(key)).map((key) => `${locale}: ${key} is missing`),
        ...found.filter((key) => !expected.includes(key)).map((key) => `${locale}: ${key} is no form of its language`),
        ...found.filter((key) => texts[key]!.trim() === '').map((key) => `${locale}: ${key} is empty`),
        ...found
          .filter((key) => variablesOf(texts[key], key) !== variablesOf(catalogues.pl[first], key))
          .map((key) => `${locale}: ${key} has other variables`),
      ];
    });
  });
}
