import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

/** Every half hour of the days around both changes of the clock, and some of other years. */
const instants = [
  '2026-03-28T20:00:00Z',
  '2026-10-24T20:00:00Z',
  '2026-12-31T20:00:00Z',
  '1999-06-30T20:00:00Z',
  '2041-02-28T20:00:00Z',
].flatMap((start) => Array.from({ length: 24 }, (_, step) => new Date(Date.parse(start) + step * 1_800_000)));

async function told(zone: string, isAdopted: boolean): Promise<string[]> {
  vi.resetModules();
  const { setProcessTimeZone } = await import('../../src/config/time-zone.js');
  if (isAdopted) setProcessTimeZone(zone);
  const { dateText, timeText } = await import('../../src/mail/render/formats.js');
  const { localDay, localTime, startOf } = await import('../../src/schedule/index.js');
  return instants.map((at) =>
    [
      dateText(at.toISOString(), zone),
      timeText(at.toISOString(), zone),
      localDay(at, zone),
      localTime(at, zone),
      startOf(localDay(at, zone), zone, '02:30').toISOString(),
    ].join(' '),
  );
}

test.each([
  'Europe/Warsaw',
  'Europe/WARSAW',
  'america/new_york',
  'America/New_York',
  'Asia/Kolkata',
  'UTC',
  'Etc/GMT-3',
])("times in %s are the same when it is the process's own zone", async (zone) => {
  vi.stubEnv('TZ', 'Pacific/Auckland');
  const foreign = await told(zone, false);
  expect(await told(zone, true)).toEqual(foreign);
  expect(new Set(foreign).size).toBeGreaterThan(100);
});
