import { randomUUID } from 'node:crypto';
import { access, mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { retryWhileHeld } from '../retry-while-held.js';
import { pickupUnwritable } from './pickup-error.js';

/**
 * Checks that mails could be written into a pickup folder, by a file that is deleted at once: on Windows only that
 * shows it. Does not create the folder. @throws PICKUP_UNWRITABLE
 */
export async function checkPickup(directory: string): Promise<void> {
  try {
    const existing = await nearestExisting(directory);
    await (existing === directory ? tryFile(directory) : tryFolder(existing));
  } catch (error) {
    throw pickupUnwritable(directory, error);
  }
}

/** Creates and deletes a file with a name that no mail has. */
async function tryFile(directory: string): Promise<void> {
  const name = join(directory, `.check.${randomUUID()}.tmp`);
  const file = await open(name, 'wx');
  await file.close();
  await retryWhileHeld(() => rm(name));
}

/** Creates and deletes a folder, as the pickup folder would be created there. */
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
    return nearestExisting(parent);
  }
}
