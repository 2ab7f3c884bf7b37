import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, NotUtf8Error } from '../src/decode-text.js';

const utf16le = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();
const encodings = {
  'UTF-8': (text: string) => Buffer.from(text),
  'UTF-8 with a mark': (text: string) => Buffer.from(`\uFEFF${text}`),
  'UTF-16 LE': utf16le,
  'UTF-16 BE': utf16be,
};

test.each(Object.entries(encodings))('%s gives the text without the mark', (_, encode) => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => !/^\uFEFF|\0|\p{Cs}/u.test(text)),
      (text) => {
        expect(decodeText(encode(text))).toBe(text);
      },
    ),
  );
});

test.each([
  ['Windows-1250', Buffer.from('a\r\nhas\xb3o', 'latin1'), { line: 2, column: 4 }],
  ['UTF-16 without a mark', Buffer.from('ab', 'utf16le'), { line: 1, column: 2 }],
  ['UTF-16 with half a character', Buffer.concat([utf16le('ab\n'), Buffer.from('c')]), { line: 2, column: 1 }],
  ['UTF-16 with half a pair of surrogates', utf16le('ab\uD83D'), { line: 1, column: 3 }],
  ['UTF-16 BE with half a character', Buffer.concat([utf16be('ab'), Buffer.from('c')]), { line: 1, column: 3 }],
  ['UTF-32', Buffer.from('\uFEFF\0a\0', 'utf16le'), { line: 1, column: 1 }],
  ['a program', Buffer.from('MZ\x90\0', 'latin1'), { line: 1, column: 3 }],
])('%s is a fault at its place', (_, bytes, position) => {
  expect(() => decodeText(bytes)).toThrow(NotUtf8Error);
  expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ position }));
});
