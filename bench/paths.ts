import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';

export const bin = join(packageRoot, 'bin', 'mobevo-notify.js');
/** A program of the benchmark that runs in a process of its own. */
export const program = (...path: readonly string[]) => join(import.meta.dirname, ...path);
/** Packages that only the comparison needs. */
export const peersFolder = join(packageRoot, 'bench', 'peers');
