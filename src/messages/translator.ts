import { readFileSync } from 'node:fs';
import { createInstance, type TFunction } from 'i18next';
import { locales, type Locale } from './locale.js';

/** Texts of one catalogue in a language, with its plurals. Catalogues are read when first used. */
export type Translator = (locale: Locale) => TFunction;

/** @param fileOf where a language's catalogue lies, a JSON file that translators edit */
export function translator(fileOf: (locale: Locale) => string | URL): Translator {
  const known = new Map<Locale, TFunction>();
  return (locale) => {
    let translate = known.get(locale);
    if (translate === undefined) {
      translate = read(locale, fileOf(locale));
      known.set(locale, translate);
    }
    return translate;
  };
}

function read(locale: Locale, file: string | URL): TFunction {
  const i18n = createInstance();
  void i18n.init({
    lng: locale,
    supportedLngs: locales,
    resources: { [locale]: { translation: JSON.parse(readFileSync(file, 'utf8')) as Record<string, object> } },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return i18n.getFixedT(locale);
}
