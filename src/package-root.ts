import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

function findPackageRoot(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : findPackageRoot(dirname(directory));
}

/** Absolute path of this package's folder, also if the code runs from `dist`. */
export const packageRoot = findPackageRoot(import.meta.dirname);

/** Folder of the built templates, in which styles are inlined. */
export const templatesFolder = join(packageRoot, 'dist', 'templates');
