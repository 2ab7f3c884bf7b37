import { closeSync, constants, fchownSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const isRoot = () => process.geteuid?.() === 0;

/**
 * Creates a folder, and those above it that are missing. Those that root creates belong to the account of the folder in
 * which they are: root may try out what a scheduler starts with that account.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  const first = createMissing(path);
  if (first === undefined || !isRoot()) return;
  const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
  for (let created = path; created.length >= first.length; created = dirname(created)) {
    const descriptor = openSync(created, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      giveToOwnerOf(dirname(first), descriptor);
    } finally {
      closeSync(descriptor);
    }
  }
}

/**
 * Creates a folder and those above it that are missing. Node's own recursion never ends where the system says that a
 * folder which exists does not, as below /proc.
 * @returns the highest folder that was created
 */
function createMissing(folder: string): string | undefined {
  if (isFolder(folder)) return undefined;
  const parent = dirname(folder);
  const first = parent === folder ? undefined : createMissing(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have created it meanwhile.
    if (!isFolder(folder)) throw error;
  }
  return first ?? folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Gives a file of root to the account of the folder in which it is. A file that has another name as well is left alone:
 * it may be a hard link which that account has made to a file of root.
 */
export function giveToOwnerOf(folder: string, descriptor: number): void {
  if (!isRoot()) return;
  const { uid, gid } = statSync(folder);
  const stats = fstatSync(descriptor);
  const isOnlyName = stats.isDirectory() || stats.nlink === 1;
  if (uid !== 0 && stats.uid === 0 && isOnlyName) fchownSync(descriptor, uid, gid);
}
