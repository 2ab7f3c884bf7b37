import { NotUtf8Error } from '../decode-text.js';
import type { MessageArgument } from '../messages/index.js';
import { reasonOf } from './reason-of.js';

/** Why a text file could not be read, for use inside a sentence that names the file. */
export function fileReasonOf(error: unknown): MessageArgument {
  return error instanceof NotUtf8Error ? { code: 'textFile.notUtf8', args: { ...error.position } } : reasonOf(error);
}
