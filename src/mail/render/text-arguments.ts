import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from '../../messages/index.js';
import { templatesFolder } from '../../package-root.js';

type Texts = { readonly [key: string]: string | Texts };

const pluralEnding = /_(zero|one|few|many|other)$/;

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The keys of the catalogues of mails, each with the arguments that its text needs in some language or plural form. */
export function textArguments(): ReadonlyMap<string, ReadonlySet<string>> {
  known ??= readArguments();
  return known;
}

function readArguments(): Map<string, Set<string>> {
  const result = new Map<string, Set<string>>();
  for (const locale of locales) {
    const texts = JSON.parse(readFileSync(join(templatesFolder, 'locales', `${locale}.json`), 'utf8')) as Texts;
    for (const [name, text] of textsIn(texts)) {
      const key = name.replace(pluralEnding, '');
      const names = [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, argument]) => argument!);
      result.set(key, new Set([...(result.get(key) ?? []), ...names, ...(key === name ? [] : ['count'])]));
    }
  }
  return result;
}

function textsIn(texts: Texts): (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[key, value] as const]
      : textsIn(value).map(([inner, text]) => [`${key}.${inner}`, text] as const),
  );
}
