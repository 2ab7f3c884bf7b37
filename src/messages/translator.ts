import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { createInstance, i18n } from 'i18next';
import { locales, type Locale } from './locale.js';

/** Looks a text up by its key and puts arguments into it. */
export type Translate = (key: string, args?: Arguments) => string;

export type Arguments = Readonly<Record<string, string | number | null | undefined>>;

/** Texts of one catalogue in a language, with its plurals. Catalogues are read when first used. */
export type Translator = (locale: Locale) => Translate;

/** @param fileOf where a language's catalogue lies, a JSON file that translators edit */
export function translator(fileOf: (locale: Locale) => string): Translator {
  const known = new Map<Locale, Translate>();
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

/** Two characters that are none: where in a kept text an argument goes. */
const gap = (name: string) => `\uFDD0${name}\uFDD1`;
const gaps = /\uFDD0(\w+)\uFDD1/g;

type Catalogue = Readonly<Record<string, object>>;

/**
 * i18next makes 5 kB of garbage to look a text up, two fifths of all a run left behind, and takes 5 ms to load: it is
 * asked once for a text with the same numbers, and not for one that stands in the catalogue as it is.
 */
function read(locale: Locale, file: string): Translate {
  const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Catalogue;
  const texts = new Map<string, string>();
  let library: i18n | undefined;

  const look = (key: string, args: Arguments): string => {
    const plain = plainText(catalogue, key);
    if (plain !== undefined) return plain;
    library ??= open(locale, catalogue);
    return library.t(
      key,
      Object.fromEntries(
        Object.entries(args).map(([name, value]) => [name, typeof value === 'number' ? value : gap(name)]),
      ),
    );
  };

  return (key, args = {}) => {
    let asked = key;
    for (const name in args) asked += typeof args[name] === 'number' ? ` ${name} ${args[name]}` : ` ${name}`;
    const text = texts.get(asked) ?? look(key, args);
    if (texts.size < mostKept) texts.set(asked, text);
    return text.includes('\uFDD0') ? text.replace(gaps, (_, name: string) => String(args[name] ?? '')) : text;
  };
}

function open(locale: Locale, catalogue: Catalogue): i18n {
  const { createInstance: create } = createRequire(import.meta.url)('i18next') as {
    createInstance: typeof createInstance;
  };
  const instance = create();
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

/** @returns undefined for a text with arguments or plural forms */
function plainText(catalogue: Catalogue, key: string): string | undefined {
  const found = key.split('.').reduce<unknown>((node, part) => (node as Catalogue | undefined)?.[part], catalogue);
  return typeof found === 'string' && !found.includes('{{') ? found : undefined;
}
