import { rmSync } from 'node:fs';

/**
 * Deletes a test's folder. On Windows libsql holds a database's file until its statements are garbage, long after it
 * was closed; such a folder is left to the system.
 */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (process.platform !== 'win32' || !['EBUSY', 'EPERM', 'ENOTEMPTY'].includes(code)) throw error;
  }
}
