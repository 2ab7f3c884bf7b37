import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import type { Locale } from './locale.js';
import type { HelpCode } from './message.js';

interface Texts {
  readonly [name: string]: string | Texts;
}

const catalogues = new Map<Locale, Texts>();

/**
 * A text of `--help`, from `locales/help`. These texts have neither arguments nor plural forms, so they need no
 * translator. Every command line is built of them, and most runs print nothing else.
 */
export function helpText(code: HelpCode, locale: Locale): string {
  const catalogue = catalogues.get(locale) ?? readCatalogue(locale);
  catalogues.set(locale, catalogue);
  return code.split('.').reduce<string | Texts>((texts, name) => (texts as Texts)[name]!, catalogue) as string;
}

function readCatalogue(locale: Locale): Texts {
  return JSON.parse(readFileSync(join(packageRoot, 'locales', 'help', `${locale}.json`), 'utf8')) as Texts;
}
