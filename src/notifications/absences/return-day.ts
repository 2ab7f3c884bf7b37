import { addDays, isWorkingDay, type Day, type IsHoliday } from '../../schedule/index.js';
import { groupBy } from '../claimed-events.js';

/** An absence of somebody who is in a mail. */
export interface PlannedAbsence {
  readonly person: string;
  readonly clientId: string | null;
  readonly from: Day;
  readonly until: Day;
}

/** Returns the holidays and days off of a client's people, or of the office's own (NULL). */
export type HolidaysOf = (clientId: string | null) => IsHoliday;

/** Absences that are loaded of each person, the earliest first. */
export const maxPlanned = 100;

/** No day of return is reported for an absence of more than this many days. */
export const maxDays = 400;

/** Client and person: clients may have employees of the same name. */
export const personOf = ({ person, clientId }: Pick<PlannedAbsence, 'person' | 'clientId'>): string =>
  `${clientId ?? ''} ${person}`;

/**
 * Returns a function that finds the first working day after an absence on which the person has no other one. NULL if
 * that is not known, because it is too far or because the person has too many absences.
 */
export function returnDays(
  planned: readonly PlannedAbsence[],
  holidaysOf: HolidaysOf,
): (absence: PlannedAbsence) => Day | null {
  const plannedOf = groupBy(planned, personOf);
  return (absence) => {
    const isHoliday = holidaysOf(absence.clientId);
    const own = plannedOf.get(personOf(absence)) ?? [];
    const knownUntil = own.length < maxPlanned ? undefined : own.at(-1)!.from;
    let day = addDays(absence.until, 1);
    for (let left = maxDays; left > 0; left -= 1) {
      if (knownUntil !== undefined && day > knownUntil) return null;
      const isAway = own.some(({ from, until }) => from <= day && day <= until);
      if (!isAway && isWorkingDay(day, isHoliday)) return day;
      day = addDays(day, 1);
    }
    return null;
  };
}
