import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pickupUnwritable } from './pickup-error.js';

/** Checks that mails could be written into a pickup folder. Creates nothing. @throws PICKUP_UNWRITABLE */
export async function checkPickup(directory: string): Promise<void> {
  try {
    await access(await nearestExisting(directory), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw pickupUnwritable(directory, error);
  }
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
