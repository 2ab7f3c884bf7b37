import { z } from 'zod';
import { reasonOf } from '../errors/index.js';
import { report } from './expected-text.js';
import type { FileFields } from './files.js';

/** It goes with every mail. */
const largest = 100_000;

/** First bytes of the image formats that all mail programs show. */
const signatures = [
  ['image/png', '89504e47'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '47494638'],
] as const;

/** The office's logo: an image and the width at which mails show it. */
export function logo({ path, files }: FileFields) {
  const image = path.transform((file, context) => {
    try {
      const bytes = files.read(file);
      const start = bytes.subarray(0, 4).toString('hex');
      const type = signatures.find(([, signature]) => start.startsWith(signature))?.[0];
      if (type !== undefined && bytes.length <= largest) return { bytes, type };
      const found = type === undefined ? 'a file of another kind' : `a file of ${Math.ceil(bytes.length / 1000)} kB`;
      report(context, 'a PNG, JPEG or GIF file of 100 kB at most', { found });
    } catch (error) {
      report(context, 'a file that can be read', { found: reasonOf(error) });
    }
    return z.NEVER;
  });
  return z
    .strictObject({
      file: image.describe('a PNG, JPEG or GIF file of 100 kB at most'),
      width: z.int().min(16).max(560).default(160).describe('width in pixels at which mails show it'),
    })
    .transform(({ file, width }) => ({ ...file, width }));
}
