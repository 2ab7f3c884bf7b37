import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Texts = { readonly [key: string]: string | Texts };

const parts = ['subject', 'preheader', 'text', 'html'];
const pluralEnding = /_(zero|one|few|many|other)$/;

/**
 * Finds templates and texts that are missing from the folder of the templates.
 * @param kinds each needs a folder of its name, and a text for its name under `kinds` in the catalogues
 * @returns one line per missing template or text, with the name of the file
 */
export function missingFrom(folder: string, kinds: readonly string[]): string[] {
  const missingTemplates = kinds
    .flatMap((kind) => parts.map((part) => `${kind}/${part}.hbs`))
    .filter((file) => !existsSync(join(folder, file)))
    .map((file) => `templates/${file} is missing`);
  const used = new Map([...kinds.map((kind) => [`kinds.${kind}`, 'the registry'] as const), ...keysIn(folder)]);
  const missingTexts = readdirSync(join(folder, 'locales')).flatMap((catalogue) => {
    const texts = JSON.parse(readFileSync(join(folder, 'locales', catalogue), 'utf8')) as Texts;
    const known = new Set(keysOf(texts).map((key) => key.replace(pluralEnding, '')));
    return [...used]
      .filter(([key]) => !known.has(key))
      .map(([key, file]) => `templates/locales/${catalogue} has no "${key}", which ${file} uses`);
  });
  return [...missingTemplates, ...missingTexts];
}

/** Returns the keys of texts that templates use, each with a file that uses it. */
function keysIn(folder: string): (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hbs'))
    .flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/[({~]t "([\w.-]+)"/g)].map(
        ([, key]) => [key!, `templates/${file.replaceAll('\\', '/')}`] as const,
      ),
    );
}

function keysOf(texts: Texts): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [key] : keysOf(value).map((inner) => `${key}.${inner}`),
  );
}
