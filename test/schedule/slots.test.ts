import { expect, test } from 'vitest';
import { addDays, currentSlot, localDay, startOf, weekStart } from '../../src/schedule/index.js';

const zone = 'Europe/Warsaw';
const minute = 60_000;
const slot = (every: number, startAt: string, now: string) =>
  currentSlot({ every, startAt }, new Date(now), zone)?.toISOString();

test('Slots count from the start time, and none lies between midnight and then', () => {
  expect(slot(1440 * minute, '06:00', '2026-11-24T04:59:59Z')).toBeUndefined();
  expect(slot(1440 * minute, '06:00', '2026-11-24T05:00:00Z')).toBe('2026-11-24T05:00:00.000Z');
  expect(slot(1440 * minute, '06:00', '2026-11-24T22:59:59Z')).toBe('2026-11-24T05:00:00.000Z');
  expect(slot(1440 * minute, '06:00', '2026-11-24T23:00:00Z')).toBeUndefined();
  expect(slot(minute, '06:00', '2026-11-24T05:07:31Z')).toBe('2026-11-24T05:07:00.000Z');
  expect(slot(7 * 60 * minute, '06:00', '2026-11-24T22:59:00Z')).toBe('2026-11-24T19:00:00.000Z');
});

test('Hourly slots skip nothing in spring 2027, when 02:30 does not exist', () => {
  expect(slot(1440 * minute, '02:30', '2027-03-28T00:59:00Z')).toBeUndefined();
  expect(slot(1440 * minute, '02:30', '2027-03-28T01:30:00Z')).toBe('2027-03-28T01:30:00.000Z');
  expect(slot(60 * minute, '00:00', '2027-03-28T01:10:00Z')).toBe('2027-03-28T01:00:00.000Z');
});

test('A daily slot is due once in autumn 2027, at the first of two 02:30', () => {
  expect(slot(1440 * minute, '02:30', '2027-10-31T00:30:00Z')).toBe('2027-10-31T00:30:00.000Z');
  expect(slot(1440 * minute, '02:30', '2027-10-31T01:30:00Z')).toBe('2027-10-31T00:30:00.000Z');
  expect(slot(1440 * minute, '00:00', '2027-10-31T22:30:00Z')).toBe('2027-10-30T22:00:00.000Z');
  expect(slot(60 * minute, '00:00', '2027-10-31T01:10:00Z')).toBe('2027-10-31T01:00:00.000Z');
});

test('Calendar days follow the office, not the host', () => {
  expect(localDay(new Date('2026-11-23T23:30:00Z'), zone)).toBe('2026-11-24');
  expect(startOf('2027-03-29', zone).toISOString()).toBe('2027-03-28T22:00:00.000Z');
  expect(addDays('2027-02-27', 2)).toBe('2027-03-01');
  expect(weekStart('2026-11-29')).toBe('2026-11-23');
  expect(weekStart('2026-11-23')).toBe('2026-11-23');
});
