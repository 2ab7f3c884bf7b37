import { createRequire } from 'node:module';
import { join } from 'node:path';
import { templatesFolder } from '../../package-root.js';

/** The package's templates by name (`layout/html`), compiled by the build. */
export interface BuiltIn {
  /** For HTML: values are escaped. */
  readonly escaped: Readonly<Record<string, TemplateSpecification>>;
  /** For subjects and text parts: values are not escaped. */
  readonly plain: Readonly<Record<string, TemplateSpecification>>;
}

export function loadBuiltIn(): BuiltIn {
  return createRequire(import.meta.url)(join(templatesFolder, 'compiled.cjs')) as BuiltIn;
}
