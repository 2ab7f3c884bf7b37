import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { betweenText, dateText, timeText } from '../../../src/mail/render/formats.js';

beforeEach(() => {
  vi.stubEnv('TZ', 'Pacific/Auckland');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['Europe/Warsaw', '2026-03-29T00:59:00Z', '29.03.2026', '01:59'],
  ['Europe/Warsaw', '2026-03-29T01:00:00Z', '29.03.2026', '03:00'],
  ['Europe/Warsaw', '2026-10-25T00:30:00Z', '25.10.2026', '02:30'],
  ['Europe/Warsaw', '2026-10-25T01:30:00Z', '25.10.2026', '02:30'],
  ['Europe/Warsaw', '2026-12-31T23:00:00Z', '01.01.2027', '00:00'],
  ['Europe/WARSAW', '2026-10-25T01:30:00Z', '25.10.2026', '02:30'],
  ['America/New_York', '2026-03-08T06:59:00Z', '08.03.2026', '01:59'],
  ['America/New_York', '2026-03-08T07:00:00Z', '08.03.2026', '03:00'],
  ['America/New_York', '2026-11-01T06:30:00Z', '01.11.2026', '01:30'],
  ['america/new_york', '2026-03-08T07:00:00Z', '08.03.2026', '03:00'],
  ['Asia/Kolkata', '2026-03-28T20:00:00Z', '29.03.2026', '01:30'],
  ['UTC', '2041-02-28T23:59:00Z', '28.02.2041', '23:59'],
  ['Etc/GMT-3', '1999-06-30T21:00:00Z', '01.07.1999', '00:00'],
])('In %s the instant %s is formatted as %s, %s', (zone, instant, date, time) => {
  expect(dateText(instant, zone)).toBe(date);
  expect(timeText(instant, zone)).toBe(time);
});

test('Two times on one local day share the date', () => {
  expect(betweenText('2026-11-24T23:30:00Z', '2026-11-25T12:20:00Z', 'Europe/Warsaw')).toBe('25.11.2026, 00:30–13:20');
  expect(betweenText('2026-11-24T22:30:00Z', '2026-11-24T23:30:00Z', 'Europe/Warsaw')).toBe(
    '24.11.2026, 23:30 – 25.11.2026, 00:30',
  );
});
