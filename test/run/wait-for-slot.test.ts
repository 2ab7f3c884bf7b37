import { afterEach, describe, expect, test } from 'vitest';
import { NotifyError } from '../../src/errors/index.js';
import type { KindState } from '../../src/outbox/index.js';
import { waitForSlot } from '../../src/run/wait-for-slot.js';
import { TestOffice } from '../helpers/office.js';

const zone = 'Europe/Warsaw';
const winter = (time: string) => new Date(`2026-11-24T${time}+01:00`);

describe('A run that the host starts before the database reaches the slot', () => {
  let office: TestOffice | undefined;
  afterEach(() => office?.close());

  /** @returns milliseconds waited; undefined if there was nothing to wait for */
  const waited = async (
    now: string,
    hostTime: string,
    { every = '1 day', state = {}, settings = {} }: { every?: string; state?: KindState; settings?: object } = {},
    until = new AbortController().signal,
  ) => {
    office = new TestOffice({ 'audit-completed': { schedule: { every, startAt: '06:00' } } }, { ...settings });
    const states = new Map([['audit-completed' as const, state]]);
    const start = performance.now();
    const { kinds } = office.config;
    const hasWaited = await waitForSlot(kinds, zone, { states, now: winter(now) }, winter(hostTime), until);
    return hasWaited ? performance.now() - start : undefined;
  };

  test('waits until the database reaches it', async () => {
    const ms = await waited('05:59:59.200', '06:00:00.100');
    expect(ms).toBeGreaterThan(890);
    expect(ms).toBeLessThan(2_000);
  });

  test('waits for the end of quiet hours', async () => {
    const quietHours = { from: '20:00', until: '07:00' };
    expect(await waited('06:59:59.700', '07:00:00', { settings: { quietHours } })).toBeGreaterThan(290);
  });

  test.each([
    ['the clocks differ only by the time between reading them', '05:59:59.970', '06:00:00.010', {}],
    ["the host's clock is behind", '06:00:03', '05:59:59', {}],
    ['the clocks differ by more than a minute', '05:58:59', '06:00:00', {}],
    ['no slot lies between the clocks', '05:59:50', '05:59:58', {}],
    ['the slot has been planned', '06:59:58', '07:00:00', { state: { lastSlot: winter('06:00:00') } }],
    ['there are slots so often that the next run will do', '06:00:58', '06:01:00', { every: '1 minute' }],
    [
      'the state of the kind cannot be read',
      '05:59:58',
      '06:00:00',
      { state: { fault: new NotifyError('UNEXPECTED', { reason: 'unreadable' }) } },
    ],
  ])('does not wait if %s', async (_, now, hostTime, options) => {
    expect(await waited(now, hostTime, options)).toBeUndefined();
  });

  test('waits no longer than the run may take', async () => {
    expect(await waited('05:59:10', '06:00:00', {}, AbortSignal.timeout(200))).toBeLessThan(5_000);
  });
});
