import { join } from 'node:path';
import { activities, audits, deliveries, guardians } from './guardians.js';
import { BenchOffice } from './office.js';

const since = '2020-01-01T00:00:00Z';
const activitiesEach = 8;
const mailsEach = 3;

/**
 * Creates an office with mails due for every guardian: one about an audit, one about two deliveries, and a digest of
 * eight activities.
 * @param mails rounded up to a multiple of three
 */
export function createMixedOffice(
  scratch: string,
  name: string,
  mails: number,
  mailbox: object,
  schedule?: object,
): BenchOffice {
  const people = Math.ceil(mails / mailsEach);
  const common = { guardians: people, daysAgo: 1 };
  return new BenchOffice(join(scratch, name))
    .fill(guardians, common)
    .fill(audits, { ...common, events: people, firstId: 1 })
    .fill(deliveries, { ...common, events: 2 * people, firstId: 1 })
    .fill(activities(), { ...common, events: activitiesEach * people, firstId: 1 })
    .configure(
      { 'audit-completed': { since }, 'documents-delivered': { since }, 'client-activity-accounting': { since } },
      mailbox,
      schedule,
    );
}
