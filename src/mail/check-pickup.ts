import { checkWritableFolder } from '../writable-folder.js';
import { pickupUnwritable } from './pickup-error.js';

/** Checks that mails could be written into a pickup folder. Does not create it. @throws PICKUP_UNWRITABLE */
export async function checkPickup(directory: string): Promise<void> {
  try {
    await checkWritableFolder(directory);
  } catch (error) {
    throw pickupUnwritable(directory, error);
  }
}
