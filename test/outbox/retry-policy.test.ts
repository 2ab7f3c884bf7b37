import { expect, test } from 'vitest';
import { isGivenUp, nextAttempt } from '../../src/outbox/index.js';

const now = new Date('2026-11-24T08:00:00Z');
const minutes = (deferrals: number, random: number) => (nextAttempt(now, deferrals, random).getTime() - now.getTime()) / 60_000;

test('the wait doubles from five minutes to four hours', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 40].map((deferrals) => minutes(deferrals, 0))).toEqual([5, 10, 20, 40, 80, 160, 240, 240]);
});

test('jitter shortens it by up to a third', () => {
  expect(minutes(0, 1)).toBeCloseTo(10 / 3, 3);
  expect(minutes(6, 0.5)).toBe(200);
});

test('giving up counts from the first reply about the recipient', () => {
  const day = 86_400_000;
  expect(isGivenUp(now, 9, null, day)).toBe(false);
  expect(isGivenUp(now, 9, '2026-11-23T08:00:01.000Z', day)).toBe(false);
  expect(isGivenUp(now, 9, '2026-11-23T08:00:00.000Z', day)).toBe(true);
  expect(isGivenUp(now, 4, '2026-11-01T08:00:00.000Z', day)).toBe(false);
});
