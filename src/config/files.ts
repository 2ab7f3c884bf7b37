import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { decodeText, NotUtf8Error } from '../decode-text.js';
import type { Message } from '../messages/index.js';
import { NotRegularFileError, readRegularFile } from '../read-regular-file.js';
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

/** False also for a folder that this account may not look at. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Accesses files on disk. @param folder base of relative paths */
export function filesIn(folder: string): Files {
  return {
    named: [],
    resolve: (name) => resolve(folder, name),
    read: readRegularFile,
    isFolder,
  };
}

/** What is wrong with a file, without its name: a password may stand there by mistake. */
export function fileFault(error: unknown): Message {
  if (error instanceof NotRegularFileError) return { code: 'config.found.notRegular' };
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'config.found.noFile' };
  if (code === 'EACCES' || code === 'EPERM') return { code: 'config.found.noRight' };
  if (code === 'EFBIG') return { code: 'config.found.hugeFile' };
  if (code === 'EISDIR') return { code: 'config.found.folder' };
  return { code: 'config.found.unreadableFile', args: { code } };
}

interface Fault {
  readonly expected: ExpectedText;
  readonly found: Message;
}
type FaultOf = (read: string | NotUtf8Error, file: string) => Fault | undefined;

const secretFault: FaultOf = (read, file) => {
  if (read === '') return { expected: 'fileWithValue', found: { code: 'config.found.emptyFile' } };
  if (typeof read === 'string') return undefined;
  return { expected: 'utf8File', found: { code: 'config.found.notUtf8', args: { file, ...read.position } } };
};

const certificateFault: FaultOf = (read) =>
  typeof read === 'string' && hasCertificates(read)
    ? undefined
    : { expected: 'certificateFile', found: { code: 'config.found.otherFile' } };

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
  /**
   * Returns the text of a file, trimmed; '' if it cannot be read or `faultOf` finds a fault, which is then an issue.
   */
  const readText = (name: string, context: z.RefinementCtx, isSecret: boolean, faultOf: FaultOf): string => {
    const file = files.resolve(name);
    files.named.push({ path: file, isSecret });
    let read: string | NotUtf8Error;
    try {
      read = decodeText(files.read(file)).trim();
    } catch (error) {
      if (!(error instanceof NotUtf8Error)) {
        addIssue(context, expectedError('readableFile').error, { found: fileFault(error) });
        return '';
      }
      read = error;
    }
    const fault = faultOf(read, file);
    if (fault === undefined && typeof read === 'string') return read;
    if (fault !== undefined) addIssue(context, expectedError(fault.expected).error, { found: fault.found });
    return '';
  };
  const readSecret = (name: string, context: z.RefinementCtx) => readText(name, context, true, secretFault);
  /** A secret as text, or the file that contains it. @param pattern of the text */
  const secretLike = (pattern: RegExp, expected: ExpectedText) =>
    z
      .union(
        [z.string().regex(pattern, expectedError(expected)), z.strictObject({ file: text })],
        expectedError(expected),
      )
      .transform((value, context) => new Secret(typeof value === 'string' ? value : readSecret(value.file, context)))
      .describe('a text, or { "file": "…" }');
  return {
    files,
    /** Returns an absolute path. The file need not exist. */
    path,
    folder: path.refine((folder) => files.isFolder(folder), {
      ...expectedError('existingFolder'),
      params: { found: { code: 'config.found.noFolder' } },
    }),
    /** Returns the text of a PEM file with at least one certificate. */
    certificates: text.transform((name, context) => readText(name, context, false, certificateFault)),
    /** Returns the text in a file that nobody else may read, trimmed. */
    secretContent: text.transform(readSecret),
    secretLike,
    /** Any secret. `${NAME}` has already been replaced. */
    secret: secretLike(/[^]/, 'secret'),
  };
}
