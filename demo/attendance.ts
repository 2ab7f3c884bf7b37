import type { DateTime } from 'luxon';
import type { Absence } from './absences.js';
import type { Calendar } from './calendar.js';
import { activeStaff, blockedAccountant, type StaffMember } from './staff.js';

/** Who is at work on a day. */
export type Attendance = (day: DateTime) => StaffMember[];

/** The accountant whose access is blocked by now left in the middle of the period the office covers. */
const leftDaysAgo = 12;

export function makeAttendance(calendar: Calendar, absences: readonly Absence[]): Attendance {
  const away = absences.filter(({ client }) => client === undefined);
  const lastDay = calendar.today.minus({ days: leftDaysAgo });
  return (day) =>
    [...activeStaff, ...(day < lastDay ? [blockedAccountant] : [])].filter(
      ({ name }) => !away.some(({ person, from, to }) => person === name && from <= day && day <= to),
    );
}
