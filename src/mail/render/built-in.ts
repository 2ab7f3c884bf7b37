import { createRequire } from 'node:module';
import { join } from 'node:path';
import { templatesFolder } from '../../package-root.js';

/** The package's templates by name (`layout/html`), compiled when it was built. */
export interface BuiltIn {
  /** For HTML, which shows what it is given as text. */
  readonly escaped: Readonly<Record<string, TemplateSpecification>>;
  /** For subjects and text parts. */
  readonly plain: Readonly<Record<string, TemplateSpecification>>;
}

export function loadBuiltIn(): BuiltIn {
  return createRequire(import.meta.url)(join(templatesFolder, 'compiled.cjs')) as BuiltIn;
}
