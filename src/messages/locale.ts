export const locales = ['pl', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The locale of the first language tag (`pl`, `pl-PL`, `pl_PL.UTF-8`) that has a catalogue. */
export function localeAmong(...wanted: readonly (string | null | undefined)[]): Locale | undefined {
  const languages = wanted.map((tag) => tag?.toLowerCase().split(/[-_.]/)[0]);
  return locales.find((locale) => locale === languages.find((language) => locales.some((known) => known === language)));
}

/**
 * The language of the host's user: the first set variable of LC_ALL, LC_MESSAGES and LANG, as POSIX defines, otherwise
 * the system's, because Windows sets none. English if that language has no catalogue. `Intl.PluralRules` takes 0.5 ms
 * to return the system's language, `Intl.DateTimeFormat` 20 ms or more.
 */
export function hostLocale({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Locale {
  const named = [LC_ALL, LC_MESSAGES, LANG].find((tag) => tag !== undefined && tag !== '');
  return localeAmong(named ?? new Intl.PluralRules().resolvedOptions().locale) ?? 'en';
}
