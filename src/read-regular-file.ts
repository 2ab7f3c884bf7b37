import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Larger than any file that a setting names. */
const maxBytes = 10_000_000;

/** A pipe, a device or a socket: reading it may never end. */
export class NotRegularFileError extends Error {
  constructor() {
    super('neither a file nor a folder');
  }
}

/**
 * Reads a file of at most 10 MB.
 * @throws NotRegularFileError, or the file system's error; EFBIG for a larger file
 */
export function readRegularFile(path: string): Buffer {
  // Without O_NONBLOCK, which Windows does not have, opening a pipe waits for somebody to write to it.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (stats.size > maxBytes) throw Object.assign(new Error('too large'), { code: 'EFBIG', syscall: 'read' });
    if (!stats.isFile() && !stats.isDirectory()) throw new NotRegularFileError();
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
