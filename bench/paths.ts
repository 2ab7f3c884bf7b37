import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

export const bin = join(packageRoot, 'bin', 'mobevo-notify.js');
/** Path of a compiled program of the benchmark. */
export const programPath = (...path: readonly string[]) => join(import.meta.dirname, ...path);
/** Folder of the packages that only the peers need. */
export const peersFolder = join(packageRoot, 'bench', 'peers');
