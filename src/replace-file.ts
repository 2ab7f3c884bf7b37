import { randomUUID } from 'node:crypto';
import { chmodSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { refuseForeignLink } from './foreign-link.js';
import { retryWhileHeldSync } from './retry-while-held.js';

/**
 * Writes a file under another name first and renames it, so that no reader sees part of it. A link with the name of the
 * file is replaced, and what it points to stays as it is.
 * @param mode its permissions; default: by the umask
 * @throws ForeignLinkError if its folder is a link of another user of this host; errors of the file system
 */
export function replaceFile(file: string, content: string | Buffer, mode?: number): void {
  const folder = dirname(file);
  refuseForeignLink(folder);
  // Shortened, because a name may have 255 bytes.
  const temporary = join(folder, `.${basename(file).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    if (mode !== undefined) chmodSync(temporary, mode);
    retryWhileHeldSync(() => {
      renameSync(temporary, file);
    });
  } catch (error) {
    retryWhileHeldSync(() => {
      rmSync(temporary, { force: true });
    });
    throw error;
  }
}
