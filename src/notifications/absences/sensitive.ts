/**
 * Returns a test for absence types that are health data, from patterns in which `*` stands for anything. Case and
 * missing Polish diacritics make no difference.
 */
export function sensitiveMatcher(patterns: readonly string[]): (type: string) => boolean {
  const expressions = patterns.map(
    (pattern) => new RegExp(`^${fold(pattern).split('*').map(escapeExpression).join('.*')}$`, 's'),
  );
  return (type) => expressions.some((expression) => expression.test(fold(type)));
}

function fold(text: string): string {
  return text.trim().toLowerCase().replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '');
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
