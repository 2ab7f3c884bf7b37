import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findPackageRoot(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : findPackageRoot(dirname(directory));
}

/** Folder of this package, whether it runs from `src` or from `dist`. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

/** The built templates, whose elements carry their styles. */
export const templatesFolder = join(packageRoot, 'dist', 'templates');
