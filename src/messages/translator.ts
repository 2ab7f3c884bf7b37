import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { locales, type Locale } from './locale.js';

/** Looks a text up by its key and puts arguments into it. */
export type Words = (key: string, args?: Readonly<Record<string, unknown>>) => string;

/** Texts of one catalogue in a language, with its plurals. Catalogues are read when first used. */
export type Translator = (locale: Locale) => Words;

/** @param fileOf where a language's catalogue lies, a JSON file that translators edit */
export function translator(fileOf: (locale: Locale) => string): Translator {
  const known = new Map<Locale, Words>();
  return (locale) => {
    let translate = known.get(locale);
    if (translate === undefined) {
      translate = read(locale, fileOf(locale));
      known.set(locale, translate);
    }
    return translate;
  };
}

/** Texts with numbers in them are many, and most mails have the same small ones. */
const mostKept = 2000;

function read(locale: Locale, file: string): Words {
  const i18n = createInstance();
  void i18n.init({
    lng: locale,
    supportedLngs: locales,
    resources: { [locale]: { translation: JSON.parse(readFileSync(file, 'utf8')) as Record<string, object> } },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  // A mail asks for dozens of texts; i18next makes 5 kB of garbage to look one up, two fifths of all a run left behind.
  const texts = new Map<string, string>();
  return (key, args = {}) => {
    if (!Object.values(args).every((value) => typeof value === 'number')) return i18n.t(key, args);
    const asked = `${key} ${JSON.stringify(args)}`;
    const text = texts.get(asked) ?? i18n.t(key, args);
    if (texts.size < mostKept) texts.set(asked, text);
    return text;
  };
}
