import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance, type TFunction } from 'i18next';
import { packageRoot } from '../../package-root.js';

export const locales = ['pl', 'en'] as const;
export type Locale = (typeof locales)[number];

const words = new Map<Locale, TFunction>();

/** The words of mails in a language, with its plurals; from `templates/locales`, where a translator edits them. */
export function wordsOf(locale: Locale): TFunction {
  const known = words.get(locale);
  if (known !== undefined) return known;
  const i18n = createInstance();
  void i18n.init({
    lng: locale,
    resources: { [locale]: { translation: readCatalogue(locale) } },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const translate = i18n.getFixedT(locale);
  words.set(locale, translate);
  return translate;
}

function readCatalogue(locale: Locale): Record<string, object> {
  return JSON.parse(readFileSync(join(packageRoot, 'templates', 'locales', `${locale}.json`), 'utf8')) as Record<string, object>;
}

/** The first of the given language tags that mails are written in. */
export function localeOf(...wanted: readonly (string | null)[]): Locale {
  const primary = wanted.map((tag) => tag?.toLowerCase().split(/[-_]/)[0]);
  return locales.find((locale) => locale === primary.find((tag) => locales.some((known) => known === tag))) ?? 'pl';
}
