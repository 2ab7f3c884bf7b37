import { expect, test } from 'vitest';
import type { KindConfig } from '../../src/config/index.js';
import { dueSlot, nextDueTime } from '../../src/planning/due.js';
import { openHours } from '../../src/schedule/index.js';

const zone = 'Europe/Warsaw';
const minute = 60_000;
const night = { from: '20:00', until: '07:05' };
const noon = { from: '12:00', until: '13:30' };
const rules = [
  { schedule: { every: 45 * minute, startAt: '00:10' }, quietHours: night, workingDaysOnly: true },
  { schedule: { every: 24 * 60 * minute, startAt: '23:00' }, quietHours: night, workingDaysOnly: false },
  { schedule: { every: 7 * 60 * minute, startAt: '06:00' }, quietHours: noon, workingDaysOnly: false },
  { quietHours: night, workingDaysOnly: true },
];

/** Times around a holiday (11.11.), both clock changes, and others; each with the last slot some hours before. */
const times = ['2026-11-10T21:17:00Z', '2026-10-24T23:30:00Z', '2027-03-27T23:30:00Z'];
const hoursSinceLastSlot = [0.1, 30];

test('The next due time and the next open time are the first minutes at which a kind is due and its hours are open', async () => {
  for (const rule of rules) {
    const kind = { ...rule, daysOff: [] as string[] } as unknown as KindConfig;
    const hours = await openHours(kind, zone);
    for (const now of times.map((time) => new Date(time))) {
      const firstMinute = (isMatch: (at: Date) => boolean) => {
        let at = now;
        while (!isMatch(at)) at = new Date(at.getTime() + minute);
        return at;
      };
      expect(hours.nextOpen(now)).toEqual(firstMinute((at) => hours.closed(at) === undefined));
      for (const since of hoursSinceLastSlot) {
        const state = { lastSlot: new Date(now.getTime() - since * 60 * minute) };
        const isDue = (at: Date) => dueSlot(kind, hours, state, at, zone) !== undefined;
        expect(nextDueTime(kind, hours, state, now, zone), `${since} h before ${now.toISOString()}`).toEqual(
          firstMinute(isDue),
        );
      }
    }
  }
});
