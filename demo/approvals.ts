import type { DateTime } from 'luxon';
import type { Attendance } from './attendance.js';
import type { Calendar } from './calendar.js';
import type { Client } from './clients.js';
import type { Event } from './events.js';
import { randomWorkMoment } from './moments.js';
import type { Random } from './random.js';
import type { StaffMember } from './staff.js';

export interface Approval extends Event {
  readonly member: StaffMember;
  readonly client: Client;
  readonly invoiceKind: 'Sprzedaż' | 'Zakup';
}

/**
 * Approvals of invoices by the accountants of each firm, on working days of the last five weeks. If the last two days
 * were days off, one accountant worked on each of them, so that there are recent approvals.
 */
export function makeApprovals(
  random: Random,
  calendar: Calendar,
  clients: readonly Client[],
  attendance: Attendance,
): Approval[] {
  const firmsOf = (member: StaffMember) => clients.filter(({ guardians }) => guardians.accounting.includes(member));
  const accountantsAt = (day: DateTime) => attendance(day).filter((member) => firmsOf(member).length > 0);
  const makeApprovalsOf = (member: StaffMember, day: DateTime, count: number): Approval[] => {
    const firms = firmsOf(member);
    return random.times(count, () => ({
      at: randomWorkMoment(random, day),
      member,
      client: random.pick(firms),
      invoiceKind: random.chance(0.35) ? 'Sprzedaż' : 'Zakup',
    }));
  };
  return [
    ...calendar
      .workingDays(-35, 0)
      .flatMap((day) => accountantsAt(day).flatMap((member) => makeApprovalsOf(member, day, random.integer(8, 26)))),
    ...calendar.lastOfficeDays
      .filter((day) => !calendar.isWorkingDay(day))
      .flatMap((day) => makeApprovalsOf(random.pick(accountantsAt(day)), day, random.integer(3, 9))),
  ];
}
