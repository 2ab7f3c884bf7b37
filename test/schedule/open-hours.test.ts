import { expect, test } from 'vitest';
import { openHours, type ClosedReason } from '../../src/schedule/index.js';
import { winter } from '../helpers/office.js';

const zone = 'Europe/Warsaw';
const none = { workingDaysOnly: false, daysOff: [] };
const hour = 3_600_000;
const at = (text: string) => new Date(winter(text));

test.each<[string, ClosedReason | undefined]>([
  ['11-20 23:59', undefined],
  ['11-21 00:00', 'day-off'],
  ['11-22 23:59', 'day-off'],
  ['11-23 00:00', undefined],
  ['11-11 12:00', 'day-off'],
  ['12-24 12:00', 'day-off'],
  ['12-25 12:00', 'day-off'],
  ['11-30 12:00', 'day-off'],
])('working days only: at %s', async (text, reason) => {
  expect((await openHours({ ...none, workingDaysOnly: true, daysOff: ['2026-11-30'] }, zone)).closed(at(text))).toBe(
    reason,
  );
});

test('Polish holidays follow Easter; days off have no effect when every day is a working day', async () => {
  const working = await openHours({ ...none, workingDaysOnly: true }, zone);
  expect(
    ['2026-04-05', '2026-04-06', '2026-06-04', '2027-03-29', '2027-05-27'].map((day) =>
      working.closed(new Date(`${day}T10:00:00Z`)),
    ),
  ).toEqual(Array.from({ length: 5 }, () => 'day-off'));
  expect((await openHours({ ...none, daysOff: ['2026-11-24'] }, zone)).closed(at('11-24 12:00'))).toBeUndefined();
});

test.each<[string, string, string, ClosedReason | undefined]>([
  ['20:00', '07:00', '11-24 19:59', undefined],
  ['20:00', '07:00', '11-24 20:00', 'quiet-hours'],
  ['20:00', '07:00', '11-25 06:59', 'quiet-hours'],
  ['20:00', '07:00', '11-25 07:00', undefined],
  ['12:00', '13:00', '11-24 12:30', 'quiet-hours'],
  ['12:00', '13:00', '11-24 13:00', undefined],
  ['12:00', '00:00', '11-24 23:59', 'quiet-hours'],
  ['12:00', '00:00', '11-25 00:00', undefined],
])('quiet from %s until %s: at %s', async (from, until, text, reason) => {
  expect((await openHours({ ...none, quietHours: { from, until } }, zone)).closed(at(text))).toBe(reason);
});

test('The sending hours between two times are counted', async () => {
  const night = { quietHours: { from: '20:00', until: '07:00' } };
  const spent = async (rules: object, from: string, until: string) =>
    (await openHours({ ...none, ...rules }, zone)).openTime(at(from), at(until)) / hour;
  expect(await spent({}, '11-20 18:00', '11-23 08:00')).toBe(62);
  expect(await spent(night, '11-24 18:00', '11-25 08:00')).toBe(3);
  expect(await spent({ quietHours: { from: '12:00', until: '13:00' } }, '11-24 00:00', '11-26 00:00')).toBe(46);
  expect(await spent({ ...night, workingDaysOnly: true }, '11-20 18:00', '11-23 08:00')).toBe(3);
  expect(await spent({ workingDaysOnly: true }, '11-21 10:00', '11-22 10:00')).toBe(0);
});

test('Quiet hours follow local time across a clock change', async () => {
  const hours = await openHours({ ...none, quietHours: { from: '22:00', until: '07:00' } }, zone);
  expect(hours.closed(new Date('2027-03-28T04:59:00Z'))).toBe('quiet-hours');
  expect(hours.closed(new Date('2027-03-28T05:00:00Z'))).toBeUndefined();
  expect(hours.openTime(new Date('2027-03-27T21:00:00Z'), new Date('2027-03-28T21:00:00Z'))).toBe(15 * hour);
});

test('Open time counts at most 400 days, and takes no longer for a time of year 1', async () => {
  const hours = await openHours({ ...none, workingDaysOnly: true }, zone);
  const now = at('11-24 12:00');
  const started = performance.now();
  const sinceYearOne = hours.openTime(new Date('0001-01-01T00:00:00Z'), now);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(sinceYearOne).toBe(hours.openTime(new Date(now.getTime() - 400 * 24 * hour), now));
  expect(sinceYearOne).toBeGreaterThan(270 * 24 * hour);
});
