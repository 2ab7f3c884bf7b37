import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales, type Locale } from '../../src/messages/index.js';
import { root } from './command.js';

/** A catalogue as one level of `a.b.c` keys. */
export type Texts = Readonly<Record<string, string>>;

/** @param folder of the catalogues, within the project */
export function words(locale: Locale, folder = 'templates/locales'): Texts {
  const flat = (value: object, path: string): [string, string][] =>
    Object.entries(value).flatMap(([key, inner]: [string, object | string]) =>
      typeof inner === 'string' ? [[`${path}${key}`, inner] as [string, string]] : flat(inner, `${path}${key}.`),
    );
  return Object.fromEntries(flat(JSON.parse(readFileSync(join(root, folder, `${locale}.json`), 'utf8')) as object, ''));
}

const ending = /_(zero|one|few|many|other)$/;
const pluralForms: Readonly<Record<Locale, readonly string[]>> = {
  pl: ['one', 'few', 'many', 'other'],
  en: ['one', 'other'],
};

/** A key without the ending of its plural form. */
export const stemOf = (key: string) => key.replace(ending, '');

/**
 * What is amiss between the two languages: every text has a form for each number of its language, one of its own for
 * none in both or in neither, the same variables in all, which only the one for none may count without, and words.
 */
export function faultsOf(catalogues: Readonly<Record<Locale, Texts>>): string[] {
  const keys = new Set(locales.flatMap((locale) => Object.keys(catalogues[locale])));
  return [...new Set([...keys].map(stemOf))].flatMap((stem) => {
    const isPlural = [...keys].some((key) => key !== stem && stemOf(key) === stem);
    const none = keys.has(`${stem}_zero`) ? [`${stem}_zero`] : [];
    const named = (text: string | undefined, key: string) =>
      [...new Set(text?.match(/\{\{.*?\}\}/g))]
        .filter((name) => !key.endsWith('_zero') || !name.startsWith('{{count'))
        .sort()
        .join();
    const first = isPlural ? `${stem}_one` : stem;
    return locales.flatMap((locale) => {
      const texts = catalogues[locale];
      const wanted = isPlural ? [...none, ...pluralForms[locale].map((form) => `${stem}_${form}`)] : [stem];
      const found = Object.keys(texts).filter((key) => stemOf(key) === stem);
      return [
        ...wanted.filter((key) => !found.includes(key)).map((key) => `${locale}: ${key} is missing`),
        ...found.filter((key) => !wanted.includes(key)).map((key) => `${locale}: ${key} is no form of its language`),
        ...found.filter((key) => texts[key]!.trim() === '').map((key) => `${locale}: ${key} is empty`),
        ...found
          .filter((key) => named(texts[key], key) !== named(catalogues.pl[first], key))
          .map((key) => `${locale}: ${key} has other variables`),
      ];
    });
  });
}
