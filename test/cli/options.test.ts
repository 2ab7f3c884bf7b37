import { afterEach, expect, test, vi } from 'vitest';
import { parseNow } from '../../src/cli/options.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test("A day alone, and a time without an offset, are in the host's time", () => {
  vi.stubEnv('TZ', 'Europe/Warsaw');
  expect(parseNow('2026-11-24')).toEqual(new Date('2026-11-23T23:00:00Z'));
  expect(parseNow('2026-11-24T06:00')).toEqual(new Date('2026-11-24T05:00:00Z'));
  expect(parseNow('2026-11-24T06:00:00-01:00')).toEqual(new Date('2026-11-24T07:00:00Z'));
});
