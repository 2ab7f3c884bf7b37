import { randomUUID } from 'node:crypto';
import { access, lstat, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { retryWhileHeld } from './retry-while-held.js';

/**
 * Checks that files could be written into a folder, or that it could be created, by a file or folder that is deleted at
 * once: on Windows only that shows it. @throws the file system's error
 */
export async function checkWritableFolder(directory: string): Promise<void> {
  const existing = await nearestExisting(directory);
  await (existing === directory ? tryFile(directory) : tryFolder(existing));
}

async function tryFile(directory: string): Promise<void> {
  const name = join(directory, `.check.${randomUUID()}.tmp`);
  const file = await open(name, 'wx');
  await file.close();
  await retryWhileHeld(() => rm(name));
}

async function tryFolder(parent: string): Promise<void> {
  const folder = await mkdtemp(join(parent, '.check-'));
  await retryWhileHeld(() => rmdir(folder));
}

/** Returns the folder itself, or the one in which it would be created. */
async function nearestExisting(directory: string): Promise<string> {
  try {
    await access(directory);
    return directory;
  } catch (error) {
    const parent = dirname(directory);
    if (parent === directory || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // A link whose target is gone is there, and no folder can be created in its place.
    if (await isThere(directory)) throw error;
    return nearestExisting(parent);
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
