import { z } from 'zod';
import type { Message } from '../messages/index.js';
import { addIssue, expectedError } from './expected-text.js';
import { fileFault, type FileFields } from './files.js';

/** Bytes. Small, because every mail contains the logo. */
const maxBytes = 100_000;

/** First bytes, in hexadecimal, of the image formats that all mail programs show. */
const signatures = [
  ['image/png', '89504e47'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '47494638'],
] as const;

/** Schema of `office.logo`. Returns the image's bytes and type, and its width in pixels. */
export function logoSchema({ path, files }: FileFields) {
  const imageFile = path.transform((file, context) => {
    try {
      const bytes = files.read(file);
      const start = bytes.subarray(0, 4).toString('hex');
      const type = signatures.find(([, signature]) => start.startsWith(signature))?.[0];
      if (type !== undefined && bytes.length <= maxBytes) return { bytes, type };
      const size = Math.ceil(bytes.length / 1000);
      const found: Message =
        type === undefined ? { code: 'config.found.otherFile' } : { code: 'config.found.largeFile', args: { size } };
      addIssue(context, expectedError('logoFile').error, { found });
    } catch (error) {
      addIssue(context, expectedError('readableFile').error, { found: fileFault(error) });
    }
    return z.NEVER;
  });
  return z
    .strictObject({
      file: imageFile.describe('a PNG, JPEG or GIF file of at most 100 kB'),
      width: z.int().min(16).max(560).default(160).describe('width in mails, in pixels'),
    })
    .transform(({ file, width }) => ({ ...file, width }));
}
