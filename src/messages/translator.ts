import { readFileSync } from 'node:fs';
import { createInstance, type i18n, type ResourceKey } from 'i18next';
import { locales, type Locale } from './locale.js';

/** Looks up a text by its key and inserts the arguments. */
export type Translate = (key: string, args?: Arguments) => string;

export type Arguments = Readonly<Record<string, string | number | null | undefined>>;

/** Returns the function for a language. Its catalogue is read on first use. */
export type Translator = (locale: Locale) => Translate;

/**
 * Creates a translator.
 * @param fileOf returns the path of a language's catalogue, a JSON file
 * @param typeset changes the text of a catalogue when it is read
 */
export function translator(
  fileOf: (locale: Locale) => string,
  typeset: (catalogue: string, locale: Locale) => string = (catalogue) => catalogue,
): Translator {
  const loaded = new Map<Locale, Translate>();
  return (locale) => {
    let translate = loaded.get(locale);
    if (translate === undefined) {
      translate = loadCatalogue(locale, typeset(readFileSync(fileOf(locale), 'utf8'), locale));
      loaded.set(locale, translate);
    }
    return translate;
  };
}

/** Texts to remember per catalogue. */
const maxTexts = 2000;

function loadCatalogue(locale: Locale, catalogue: string): Translate {
  const i18next = createI18n(locale, JSON.parse(catalogue) as ResourceKey);
  // i18next takes 10 to 40 µs per text, and a mail has 37. Remembering those without a name in them, which most mails
  // have in common, saves a fifth of the time to compose a mail.
  const texts = new Map<string, string>();
  return (key, args = {}) => {
    if (Object.values(args).some((value) => typeof value === 'string')) return i18next.t(key, args);
    const id = `${key} ${JSON.stringify(args)}`;
    const text = texts.get(id) ?? i18next.t(key, args);
    if (texts.size < maxTexts) texts.set(id, text);
    return text;
  };
}

function createI18n(locale: Locale, catalogue: ResourceKey): i18n {
  const instance = createInstance();
  void instance.init({
    lng: locale,
    supportedLngs: locales,
    resources: { [locale]: { translation: catalogue } },
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
