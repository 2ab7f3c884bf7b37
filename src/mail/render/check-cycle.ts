import { TemplateBrokenError } from '../../errors/index.js';
import type { Usage } from './check-template.js';
import { onLine } from './template-fault.js';

export interface IncludingPartial {
  readonly file: string;
  readonly includes: readonly Usage[];
}

/**
 * Checks that a partial does not include itself, directly or through others. Rendering it would not end.
 * @param of returns a partial by its name
 * @throws TemplateBrokenError with its file and the line that includes it
 */
export function checkCycle(name: string, of: (name: string) => IncludingPartial): void {
  const { file, includes } = of(name);
  for (const { name: included, line } of includes) {
    if (reaches(included, name, of, new Set()))
      throw new TemplateBrokenError(file, onLine(line, { code: 'template.includesItself', args: { name } }));
  }
}

function reaches(from: string, to: string, of: (name: string) => IncludingPartial, seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return of(from).includes.some(({ name }) => reaches(name, to, of, seen));
}
