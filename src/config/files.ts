import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
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
  isFolder(path: string): boolean;
}

/** Accesses files on disk. @param folder base of relative paths */
export function filesIn(folder: string): Files {
  return {
    named: [],
    resolve: (name) => resolve(folder, name),
    read: (path) => readFileSync(path),
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
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

/** Node would ignore anything else in silence, and no connection would be trusted. */
function hasCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN (?:X509 )?CERTIFICATE-----[^-]*-----END (?:X509 )?CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
    return blocks.length > 0;
  } catch {
    return false;
  }
}

export type FileFields = ReturnType<typeof fileFields>;

/** Schemas of settings that name files. Most of them return the content of the file. */
export function fileFields(files: Files) {
  const path = text.transform((name) => files.resolve(name));
  const readContent = (name: string, context: z.RefinementCtx): string => {
    const file = files.resolve(name);
    files.named.push({ path: file, isSecret: true });
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
  /** Returns the text of a PEM file with at least one certificate. */
  const certificates = text.transform((name, context): string => {
    const file = files.resolve(name);
    files.named.push({ path: file, isSecret: false });
    try {
      const pem = decodeText(files.read(file)).trim();
      if (hasCertificates(pem)) return pem;
    } catch (error) {
      if (!(error instanceof NotUtf8Error)) {
        addIssue(context, expectedError('readableFile').error, { found: fileFault(error) });
        return '';
      }
    }
    addIssue(context, expectedError('certificateFile').error, { found: { code: 'config.found.otherFile' } });
    return '';
  });
  /** A secret as text, or the file that contains it. @param pattern of the text */
  const secretLike = (pattern: RegExp, expected: ExpectedText) =>
    z
      .union(
        [z.string().regex(pattern, expectedError(expected)), z.strictObject({ file: text })],
        expectedError(expected),
      )
      .transform((value, context) => new Secret(typeof value === 'string' ? value : readContent(value.file, context)))
      .describe('a text, or { "file": "…" }');
  return {
    files,
    /** Returns an absolute path. The file need not exist. */
    path,
    folder: path.refine((folder) => files.isFolder(folder), {
      ...expectedError('existingFolder'),
      params: { found: { code: 'config.found.noFolder' } },
    }),
    certificates,
    /** Returns the text in a file that nobody else may read, trimmed. */
    secretContent: text.transform(readContent),
    secretLike,
    /** Any secret. `${NAME}` has already been replaced. */
    secret: secretLike(/[^]/, 'secret'),
  };
}
