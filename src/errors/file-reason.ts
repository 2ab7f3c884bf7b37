import { NotUtf8Error } from '../decode-text.js';
import { ForeignLinkError } from '../foreign-link.js';
import type { MessageArgument } from '../messages/index.js';
import { reasonOf } from './reason-of.js';

/** Why a file could not be read or written, for use inside a sentence that names the file. */
export function fileReasonOf(error: unknown): MessageArgument {
  if (error instanceof ForeignLinkError) return { code: 'textFile.foreignLink', args: { path: error.path } };
  return error instanceof NotUtf8Error ? { code: 'textFile.notUtf8', args: { ...error.position } } : reasonOf(error);
}
