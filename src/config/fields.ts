import { z } from 'zod';
import { expects } from './expected-text.js';

export const text = z.string().trim().min(1);
export const email = z.email({ pattern: z.regexes.unicodeEmail }).trim().max(254).describe('one e-mail address');

/** A secret in the open, or the file that holds it; `${NAME}` was already replaced when this is read. */
export const secret = z
  .union([z.string().min(1), z.strictObject({ file: text })], expects('secret'))
  .describe('a text, or { "file": "…" }');

export const portNumber = z
  .union([z.int().min(1).max(65_535), z.string().regex(/^\d{1,5}$/)], expects('port'))
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, expects('port'));
