import { join } from 'node:path';
import { localeAmong, translator, type Locale } from '../../messages/index.js';
import { templatesFolder } from '../../package-root.js';

/** Translates the texts of mails, with plurals; from the catalogues in `templates/locales`. */
export const translate = translator((locale) => join(templatesFolder, 'locales', `${locale}.json`));

/** Returns the first of the given language tags that has a catalogue; otherwise Polish. */
export function localeOf(...tags: readonly (string | null)[]): Locale {
  return localeAmong(...tags) ?? 'pl';
}
