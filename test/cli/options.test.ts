import { afterEach, expect, test, vi } from 'vitest';
import { parseAddress, parseDurationOption, parseIds, parseKind, parseNow, parseSince } from '../../src/cli/options.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

test("A day alone, and a time without an offset, are in the host's time", () => {
  vi.stubEnv('TZ', 'Europe/Warsaw');
  expect(parseNow('2026-11-24')).toEqual(new Date('2026-11-23T23:00:00Z'));
  expect(parseNow('2026-11-24T06:00')).toEqual(new Date('2026-11-24T05:00:00Z'));
  expect(parseNow('2026-11-24T06:00:00-01:00')).toEqual(new Date('2026-11-24T07:00:00Z'));
});

test.each<[string, string, () => unknown]>([
  ['a day that does not exist', 'BAD_DATE', () => parseNow('2026-02-30')],
  ['a month that does not exist', 'BAD_DATE', () => parseNow('2026-13-41T00:00:00Z')],
  ['a year without a calendar', 'BAD_DATE', () => parseNow('9999-12-31T23:59:59Z')],
  ['a date of another form', 'BAD_SINCE', () => parseSince('24.11.2026')],
  ['a length of time past a day', 'BAD_DURATION', () => parseDurationOption('--max-duration', '25 days')],
  ['an address with two @', 'BAD_ADDRESS', () => parseAddress('--to', 'a@b@c')],
  ['an id with a sign', 'BAD_MESSAGE_ID', () => parseIds('--resend', ['1,-2'])],
  ['an id beyond a bigint', 'BAD_MESSAGE_ID', () => parseIds('--resend', ['9223372036854775808'])],
  ['a kind that is misspelt', 'UNKNOWN_KIND', () => parseKind('absence')],
])('%s is %s', async (_, code, parse) => {
  await expect(Promise.resolve().then(parse)).rejects.toMatchObject({ code, exitCode: 2 });
});
