import { join } from 'node:path';
import { localeAmong, translator, type Locale } from '../../messages/index.js';
import { templatesFolder } from '../../package-root.js';

/** The words of mails in a language, with its plurals; from `templates/locales`, where a translator edits them. */
export const translate = translator((locale) => join(templatesFolder, 'locales', `${locale}.json`));

/** The first of the given language tags that mails are written in. */
export function localeOf(...wanted: readonly (string | null)[]): Locale {
  return localeAmong(...wanted) ?? 'pl';
}
