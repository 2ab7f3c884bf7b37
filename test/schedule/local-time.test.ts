import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localDay, localTime, startOf } from '../../src/schedule/index.js';

beforeEach(() => {
  vi.stubEnv('TZ', 'Pacific/Auckland');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Zone, instant, and the local day and time; the clock changes of 2026 among them. */
const instants = [
  ['Europe/Warsaw', '2026-03-29T00:59:00Z', '2026-03-29', '01:59'],
  ['Europe/Warsaw', '2026-03-29T01:00:00Z', '2026-03-29', '03:00'],
  ['Europe/Warsaw', '2026-10-25T00:30:00Z', '2026-10-25', '02:30'],
  ['Europe/Warsaw', '2026-10-25T01:30:00Z', '2026-10-25', '02:30'],
  ['Europe/Warsaw', '2026-12-31T23:00:00Z', '2027-01-01', '00:00'],
  ['Europe/WARSAW', '2026-10-25T01:30:00Z', '2026-10-25', '02:30'],
  ['America/New_York', '2026-03-08T06:59:00Z', '2026-03-08', '01:59'],
  ['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08', '03:00'],
  ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-01', '01:30'],
  ['America/New_York', '2026-11-01T06:30:00Z', '2026-11-01', '01:30'],
  ['america/new_york', '2026-03-08T07:00:00Z', '2026-03-08', '03:00'],
  ['Asia/Kolkata', '2026-03-28T20:00:00Z', '2026-03-29', '01:30'],
  ['UTC', '2041-02-28T23:59:00Z', '2041-02-28', '23:59'],
  ['Etc/GMT-3', '1999-06-30T21:00:00Z', '1999-07-01', '00:00'],
] as const;

test.each(instants)('%s, %s: the local day is %s, the time %s', (zone, instant, day, time) => {
  expect(localDay(new Date(instant), zone)).toBe(day);
  expect(localTime(new Date(instant), zone)).toBe(time);
});

test.each([
  ['Europe/Warsaw', '2026-03-29', '00:00', '2026-03-28T23:00:00.000Z'],
  // 02:30 does not exist on this day: the clock goes from 02:00 to 03:00.
  ['Europe/Warsaw', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  // 02:30 comes twice on this day.
  ['Europe/Warsaw', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['Europe/Warsaw', '2026-10-26', '00:00', '2026-10-25T23:00:00.000Z'],
  ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
  ['Asia/Kolkata', '2026-03-29', '02:30', '2026-03-28T21:00:00.000Z'],
  ['UTC', '2041-02-28', '02:30', '2041-02-28T02:30:00.000Z'],
  ['Etc/GMT-3', '1999-07-01', '02:30', '1999-06-30T23:30:00.000Z'],
])('%s, %s at %s begins at %s', (zone, day, time, instant) => {
  expect(startOf(day, zone, time).toISOString()).toBe(instant);
});
