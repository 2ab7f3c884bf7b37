export const locales = ['pl', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The first of the given language tags (`pl`, `pl-PL`, `pl_PL.UTF-8`) that there are texts in. */
export function localeAmong(...wanted: readonly (string | null | undefined)[]): Locale | undefined {
  const languages = wanted.map((tag) => tag?.toLowerCase().split(/[-_.]/)[0]);
  return locales.find((locale) => locale === languages.find((language) => locales.some((known) => known === language)));
}

/**
 * The language the host's user reads: the variable that counts for POSIX, else the system's (Windows sets none).
 * English where there are no texts in it. Plural rules tell it in half a millisecond, formats of dates in twenty or more.
 */
export function hostLocale({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Locale {
  const named = [LC_ALL, LC_MESSAGES, LANG].find((tag) => tag !== undefined && tag !== '');
  return localeAmong(named ?? new Intl.PluralRules().resolvedOptions().locale) ?? 'en';
}
