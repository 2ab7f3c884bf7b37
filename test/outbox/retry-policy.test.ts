import { expect, test } from 'vitest';
import { isGivenUp, nextAttempt } from '../../src/outbox/index.js';

const now = new Date('2026-11-24T08:00:00Z');
const minutes = (deferrals: number, random: number) =>
  (nextAttempt(now, deferrals, random).getTime() - now.getTime()) / 60_000;

test('The wait doubles from five minutes to four hours', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 40].map((deferrals) => minutes(deferrals, 0))).toEqual([
    5, 10, 20, 40, 80, 160, 240, 240,
  ]);
});

test('Jitter shortens the wait by up to a third', () => {
  expect(minutes(0, 1)).toBeCloseTo(10 / 3, 3);
  expect(minutes(6, 0.5)).toBe(200);
});

test('Giving up requires both the time and several refusals', () => {
  const day = 86_400_000;
  expect(isGivenUp(9, day - 1, day)).toBe(false);
  expect(isGivenUp(9, day, day)).toBe(true);
  expect(isGivenUp(4, 20 * day, day)).toBe(false);
});
