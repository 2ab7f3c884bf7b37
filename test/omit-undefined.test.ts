import { expect, expectTypeOf, test } from 'vitest';
import { omitUndefined } from '../src/omit-undefined.js';

test('Properties whose value is undefined are left out, all others stay', () => {
  const found = omitUndefined({ a: undefined, b: null, c: 0, d: '', e: false });
  expect(Object.keys(found)).toEqual(['b', 'c', 'd', 'e']);
  expect(found).toEqual({ b: null, c: 0, d: '', e: false });
});

test('A property that may be undefined is optional in the result, and never undefined', () => {
  const maybe: number | undefined = ([] as number[])[0];
  const found = omitUndefined({ sure: 'text', maybe });
  expectTypeOf(found).toEqualTypeOf<{ sure: string } & { maybe?: number }>();
  expectTypeOf(found).toExtend<{ readonly sure: string; readonly maybe?: number }>();
  expectTypeOf(found).not.toExtend<{ maybe: number }>();
  const given: { maybe?: number } = {};
  expectTypeOf(omitUndefined({ maybe: given.maybe })).toExtend<{ maybe?: number }>();
  expectTypeOf(omitUndefined(given)).toExtend<{ maybe?: number }>();
});
