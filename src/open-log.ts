import { constants, openSync } from 'node:fs';
import { refuseForeignLink } from './foreign-link.js';

/**
 * Opens a file to append to. A link of another account is not followed, also if it is made meanwhile.
 * @throws ForeignLinkError, or the file system's error
 */
export function openLog(file: string, { isCreated = true } = {}): number {
  // Without O_NONBLOCK, which Windows does not have, opening a pipe waits for a reader.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const flags = O_APPEND | O_WRONLY | O_NONBLOCK | (isCreated ? O_CREAT : 0);
  return openSync(file, refuseForeignLink(file) ? flags : flags | O_NOFOLLOW);
}
