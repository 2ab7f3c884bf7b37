import { join } from 'node:path';
import { localeAmong, translator, type Locale } from '../../messages/index.js';
import { templatesFolder } from '../../package-root.js';

/** Translates the texts of mails, with plurals; from the catalogues in `templates/locales`. */
export const translate = translator((locale) => join(templatesFolder, 'locales', `${locale}.json`), withoutOrphans);

/** In Polish a word of one letter does not end a line, so a space that does not break follows it. */
function withoutOrphans(text: string, locale: Locale): string {
  return locale === 'pl' ? text.replace(/(?<=^|[\s"(„|])([aiouwz]) /giu, '$1\u00a0') : text;
}

/** Returns the first of the given language tags that has a catalogue; otherwise Polish. */
export function localeOf(...tags: readonly (string | null)[]): Locale {
  return localeAmong(...tags) ?? 'pl';
}
