import { expect, test } from 'vitest';
import { visibleJson, visibleLine, visibleText } from '../../src/messages/index.js';

test('Invisible characters of a text from outside are shown, and its line breaks become spaces', () => {
  expect(visibleText('Żółć – „Kłos” 😀 a\u00a0b')).toBe('Żółć – „Kłos” 😀 a\u00a0b');
  expect(visibleText('a\r\nb\tc\u2028d')).toBe('a b c d');
  expect(visibleText('\u0000\u001b[31m\u009b\u202e\u200b\u{e0041}\ud800')).toBe(
    '\\u{0}\\u{1b}[31m\\u{9b}\\u{202e}\\u{200b}\\u{e0041}\\u{d800}',
  );
});

test('A line of ours keeps its colours and line breaks only', () => {
  expect(visibleLine('\u001b[31mred\u001b[39m\nnext')).toBe('\u001b[31mred\u001b[39m\nnext');
  expect(visibleLine('\u001b]0;title\u0007\u001b[2J\u009b1m\u202e')).toBe(
    '\\u{1b}]0;title\\u{7}\\u{1b}[2J\\u{9b}1m\\u{202e}',
  );
});

test('JSON escapes the characters that a terminal obeys, and means the same', () => {
  const value = { name: 'a\u001b\u009b\u202e\u2028\u{e0041}ł' };
  expect(visibleJson(value)).toBe('{"name":"a\\u001b\\u009b\\u202e\\u2028\\udb40\\udc41ł"}');
  expect(JSON.parse(visibleJson(value))).toEqual(value);
});
