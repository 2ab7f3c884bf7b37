import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

function findPackageRoot(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : findPackageRoot(dirname(directory));
}

/** Folder of this package, whether it runs from `src` or from `dist`. */
export const packageRoot = findPackageRoot(import.meta.dirname);

/** The built templates, whose elements carry their styles. */
export const templatesFolder = join(packageRoot, 'dist', 'templates');
