import { isUtf8 } from 'node:buffer';

/** A place in a text file; both numbers begin with 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Bytes that are text in no encoding that is read. Its message is English; callers translate it by its position. */
export class NotUtf8Error extends Error {
  constructor(readonly position: TextPosition) {
    super(`line ${position.line}, column ${position.column} is not UTF-8`);
  }
}

/**
 * Decodes a text file as Windows editors write it: UTF-8 with or without a byte order mark, or UTF-16 with one.
 * @returns the text without the mark
 * @throws NotUtf8Error for other encodings: text with U+FFFD or NUL would reach mails, or be refused as a password
 */
export function decodeText(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 3);
  if (start.startsWith('ÿþ')) return checked(bytes.subarray(2).toString('utf16le'), bytes.length % 2 === 0);
  if (start.startsWith('þÿ')) return checked(swapped(bytes.subarray(2)).toString('utf16le'), bytes.length % 2 === 0);
  return checked(bytes.subarray(start === 'ï»¿' ? 3 : 0).toString('utf8'), isUtf8(bytes));
}

/** Bytes of UTF-16 with the other byte order; an odd last byte is left out. */
function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/** @param isWhole whether the decoder understood all bytes; otherwise it wrote U+FFFD or left out the last */
function checked(text: string, isWhole: boolean): string {
  const at = text.search(isWhole ? /\0|\p{Cs}/u : /[\0\uFFFD]|\p{Cs}/u);
  if (isWhole && at === -1) return text;
  throw new NotUtf8Error(positionAt(text, at === -1 ? text.length : at));
}

/** Returns where the character at an offset stands. */
export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split(/\r\n?|\n/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
