import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '../errors/index.js';
import { expects, report } from './expected-text.js';
import { text } from './fields.js';
import { Secret } from './secret.js';

/** The files that settings name. */
export interface Files {
  /** An absolute path. */
  resolve(name: string): string;
  /** @param path absolute; @throws when the file cannot be read */
  read(path: string): Buffer;
  exists(path: string): boolean;
}

/** @param folder where relative paths start */
export function filesIn(folder: string): Files {
  return { resolve: (name) => resolve(folder, name), read: (path) => readFileSync(path), exists: existsSync };
}

export type FileFields = ReturnType<typeof fileFields>;

/** Settings that name files; what is in a file takes the place of its name. */
export function fileFields(files: Files) {
  const path = text.transform((name) => files.resolve(name));
  const contentOf = (name: string, context: z.RefinementCtx): string => {
    try {
      const content = files.read(files.resolve(name)).toString('utf8').trim();
      if (content === '')
        report(context, expects('fileWithValue').error, { found: { code: 'config.found.emptyFile' } });
      return content;
    } catch (error) {
      report(context, expects('readableFile').error, { found: reasonOf(error) });
      return '';
    }
  };
  return {
    files,
    /** Absolute when parsed. */
    path,
    folder: path.refine((folder) => files.exists(folder), expects('existingFolder')),
    /** The text in a file. */
    content: text.transform(contentOf),
    /** A secret in the open, or the file that holds it; `${NAME}` was already replaced when this is read. */
    secret: z
      .union([z.string().min(1), z.strictObject({ file: text })], expects('secret'))
      .transform((value, context) => new Secret(typeof value === 'string' ? value : contentOf(value.file, context)))
      .describe('a text, or { "file": "…" }'),
  };
}
