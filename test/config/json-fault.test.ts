import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from '../../src/config/json-fault.js';

test.each([
  ['', 0, 'end'],
  ['{"a": ', 6, 'end'],
  ['{"a": }', 6, 'value'],
  ['{"a": tajne}', 6, 'value'],
  ['{"a": 01}', 6, 'value'],
  ['{"a": truely}', 6, 'value'],
  ["{'a': 1}", 1, 'name'],
  ['{"a": 1,}', 8, 'name'],
  ['{"a" 1}', 5, 'colon'],
  ['{"a": 1 "b": 2}', 8, 'commaOrBrace'],
  ['{"a": [1 2]}', 9, 'commaOrBracket'],
  ['{"a": [1,]}', 9, 'value'],
  ['{"a": "C:\\Biuro"}', 9, 'escape'],
  ['{"a": "tajne\n"}', 12, 'textEnd'],
  ['{"a": "tajne', 12, 'textEnd'],
  ['{"a": 1} // uwaga', 9, 'nothing'],
  ['{"a": 1}}', 8, 'nothing'],
  ['{"a": {"b": 1}, "c": [{"b": 2}], "a": 3}', 33, 'doubled'],
  ['{"ab": 1, "a\\u0062": 2}', 10, 'doubled'],
])('%j: at %i, %s', (json, offset, reason) => {
  expect(findJsonFault(json)).toEqual({ offset, reason });
});

test('A valid document has no fault', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('', ' ', '\n'), (json, end) => {
      expect(findJsonFault(json + end)).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

test('A broken document has its fault where it was broken, or later', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('\u0001', '\\', '"', '}', ']', ',', ':', 'x', ''),
      (json, at, inserted) => {
        const start = at % (json.length + 1);
        const broken = `${json.slice(0, start)}${inserted}${json.slice(start + (inserted === '' ? 1 : 0))}`;
        fc.pre(!isJson(broken));
        const { offset, reason } = findJsonFault(broken)!;
        // A name may be doubled because of a letter that was inserted into it.
        fc.pre(reason !== 'doubled');
        // A fault of a number, a word or an escape is where it begins.
        expect(offset).toBeGreaterThanOrEqual(json.slice(0, start).replace(/[\w.+\\-]*$/, '').length);
        expect(offset).toBeLessThanOrEqual(broken.length);
      },
    ),
    { numRuns: 2000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
