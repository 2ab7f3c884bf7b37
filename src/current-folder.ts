import { parse } from 'node:path';
import { packageRoot } from './package-root.js';

/** The folder of the process; the root if it was deleted while the process, or the shell, stands in it. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return parse(packageRoot).root;
  }
}
