import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { decodeText, NotUtf8Error } from '../decode-text.js';
import type { Message } from '../messages/index.js';
import { addIssue, expectedError, type ExpectedText } from './expected-text.js';
import { text } from './fields.js';
import { Secret } from './secret.js';

/** A file that a setting names. */
export interface NamedFile {
  /** Absolute. */
  readonly path: string;
  /** True if nobody else may read it. */
  readonly isSecret: boolean;
}

/** Access to the files that settings name. Tests replace it. */
export interface Files {
  /** Those that were read as text. */
  readonly named: NamedFile[];
  /** Returns an absolute path. */
  resolve(name: string): string;
  /** @param path absolute; @throws when the file cannot be read */
  read(path: string): Buffer;
  exists(path: string): boolean;
}

/** Accesses files on disk. @param folder base of relative paths */
export function filesIn(folder: string): Files {
  return {
    named: [],
    resolve: (name) => resolve(folder, name),
    read: (path) => readFileSync(path),
    exists: existsSync,
  };
}

/** What is wrong with a file, without its name: a password may stand there by mistake. */
export function fileFault(error: unknown): Message {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'config.found.noFile' };
  if (code === 'EACCES' || code === 'EPERM') return { code: 'config.found.noRight' };
  if (code === 'EISDIR') return { code: 'config.found.folder' };
  return { code: 'config.found.unreadableFile', args: { code } };
}

export type FileFields = ReturnType<typeof fileFields>;

/** Schemas of settings that name files. Most of them return the content of the file. */
export function fileFields(files: Files) {
  const path = text.transform((name) => files.resolve(name));
  const readContent = (name: string, context: z.RefinementCtx, isSecret: boolean): string => {
    const file = files.resolve(name);
    files.named.push({ path: file, isSecret });
    try {
      const content = decodeText(files.read(file)).trim();
      if (content === '')
        addIssue(context, expectedError('fileWithValue').error, { found: { code: 'config.found.emptyFile' } });
      return content;
    } catch (error) {
      if (error instanceof NotUtf8Error)
        addIssue(context, expectedError('utf8File').error, {
          found: { code: 'config.found.notUtf8', args: { file, ...error.position } },
        });
      else addIssue(context, expectedError('readableFile').error, { found: fileFault(error) });
      return '';
    }
  };
  /** A secret as text, or the file that contains it. @param pattern of the text */
  const secretLike = (pattern: RegExp, expected: ExpectedText) =>
    z
      .union([z.string().regex(pattern), z.strictObject({ file: text })], expectedError(expected))
      .transform(
        (value, context) => new Secret(typeof value === 'string' ? value : readContent(value.file, context, true)),
      )
      .describe('a text, or { "file": "…" }');
  return {
    files,
    /** Returns an absolute path. The file need not exist. */
    path,
    folder: path.refine((folder) => files.exists(folder), expectedError('existingFolder')),
    /** Returns the text in the file, trimmed. */
    content: text.transform((name, context) => readContent(name, context, false)),
    /** As `content`, of a file that nobody else may read. */
    secretContent: text.transform((name, context) => readContent(name, context, true)),
    secretLike,
    /** Any secret. `${NAME}` has already been replaced. */
    secret: secretLike(/[^]/, 'secret'),
  };
}
