import type { DateTime } from 'luxon';
import type { Absence } from './absences.js';
import type { Calendar } from './calendar.js';
import { activeStaff, blockedAccountant, type StaffMember } from './staff.js';

/** Returns the staff at work on a day. */
export type Attendance = (day: DateTime) => StaffMember[];

/** When the blocked accountant left: in the middle of the period of the demo's events. */
const leftDaysAgo = 12;

/** Everybody works except absent staff, and the blocked accountant only until leaving. */
export function makeAttendance(calendar: Calendar, absences: readonly Absence[]): Attendance {
  const away = absences.filter(({ client }) => client === undefined);
  const lastDay = calendar.today.minus({ days: leftDaysAgo });
  return (day) =>
    [...activeStaff, ...(day < lastDay ? [blockedAccountant] : [])].filter(
      ({ name }) => !away.some(({ person, from, to }) => person === name && from <= day && day <= to),
    );
}
