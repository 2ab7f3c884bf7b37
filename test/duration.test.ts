import { expect, test } from 'vitest';
import { parseDuration } from '../src/duration.js';

test.each([
  ['1 day', 86_400_000],
  ['15 minutes', 900_000],
  ['63 seconds', 63_000],
  ['30 sekund', 30_000],
  ['2h', 7_200_000],
  ['1 dzień', 86_400_000],
  ['1 minuta', 60_000],
  ['3 dni', 259_200_000],
])('%s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '1', 'day', '0 days', '-1 day', '1.5 hours', '1 fortnight', '1 day 2 hours'])('"%s" is none', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
