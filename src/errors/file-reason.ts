import { NotUtf8Error } from '../decode-text.js';
import { ForeignLinkError } from '../foreign-link.js';
import type { Message, MessageArgument } from '../messages/index.js';
import { NotRegularFileError } from '../read-regular-file.js';
import { reasonOf } from './reason-of.js';

/** Texts for the errors of the file system that people meet. */
const texts = {
  ENOENT: 'textFile.missing',
  ENOTDIR: 'textFile.notFolder',
  EISDIR: 'textFile.folder',
  EACCES: 'textFile.noRight',
  EPERM: 'textFile.noRight',
  EROFS: 'textFile.readOnly',
  ENOSPC: 'textFile.diskFull',
  EDQUOT: 'textFile.diskFull',
  EFBIG: 'textFile.tooLarge',
  EBUSY: 'textFile.inUse',
  ELOOP: 'textFile.linkCircle',
  ENAMETOOLONG: 'textFile.longName',
} as const satisfies Readonly<Record<string, Message['code']>>;

/** Why a file could not be read or written, for use inside a sentence that names the file. */
export function fileReasonOf(error: unknown): MessageArgument {
  if (error instanceof ForeignLinkError) return { code: 'textFile.foreignLink', args: { path: error.path } };
  if (error instanceof NotRegularFileError) return { code: 'textFile.notRegular' };
  if (error instanceof NotUtf8Error) return { code: 'textFile.notUtf8', args: { ...error.position } };
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const text = syscall === undefined ? undefined : texts[code as keyof typeof texts];
  return text === undefined ? reasonOf(error) : { code: text, args: { code } };
}
