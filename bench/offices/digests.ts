import { join } from 'node:path';
import { activities, guardians } from './guardians.js';
import { BenchOffice } from './office.js';

/** Creates an office with `events` activities in the panel since yesterday. Each client has its own guardian. */
export function createDigestOffice(scratch: string, name: string, people: number, events: number): BenchOffice {
  const bindings = { guardians: people, events, daysAgo: 1, firstId: 1 };
  return new BenchOffice(join(scratch, name))
    .fill(guardians, bindings)
    .fill(activities(), bindings)
    .configure({ 'client-activity-accounting': { since: '2020-01-01T00:00:00Z' } }, { pickupDirectory: 'outbox' });
}
