/**
 * Types that say nothing about health. Every other type reads "absence": a list of sickness types would miss some, and
 * with only those unnamed, the missing name would tell (RODO, article 9).
 */
export const harmlessTypes = [
  'Urlop wypoczynkowy',
  'Urlop na żądanie',
  'Urlop wypoczynkowy na żądanie',
  'Urlop okolicznościowy',
  'Urlop bezpłatny',
  'Urlop szkoleniowy',
  'Opieka nad dzieckiem art. 188',
  'Opieka nad dzieckiem art. 188 KP',
  'Opieka nad zdrowym dzieckiem art. 188 KP',
  'Delegacja',
  'Podróż służbowa',
  'Wyjazd służbowy',
  'Praca zdalna',
  'Szkolenie',
  'Dzień wolny za święto',
  'Odbiór nadgodzin',
];

/**
 * Returns a test for absence types that a mail may name.
 * @param named patterns in which `*` stands for anything
 * @param sensitive patterns of types that are never named
 */
export function nameableTypes(named: readonly string[], sensitive: readonly string[]): (type: string) => boolean {
  const [isNamed, isSensitive] = [matcher(named), matcher(sensitive)];
  return (type) => isNamed(type) && !isSensitive(type);
}

function matcher(patterns: readonly string[]): (type: string) => boolean {
  const expressions = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(fold).join('.*')}$`));
  return (type) => expressions.some((expression) => expression.test(fold(type)));
}

/** Letters and digits only: case, punctuation and missing Polish diacritics make no difference. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
