import { addDays, daysBetween, isWorkingDay, type Day, type IsHoliday } from '../../schedule/index.js';
import { groupBy } from '../claimed-events.js';
import type { Absence, AbsenceList, AbsenceMark, AbsencesContent } from './content.js';
import { nameableTypes } from './named-types.js';
import type { AbsencesConfig } from './settings.js';

export interface AbsenceRow {
  readonly id: string;
  readonly list: 'today' | 'upcoming' | 'other';
  /** All rows of its sort. */
  readonly total: number;
  readonly person: string;
  readonly clientId: string | null;
  readonly client: string | null;
  readonly type: string | null;
  readonly from: Day;
  readonly until: Day;
}

export interface ChangeRow extends AbsenceRow {
  readonly messageId: string;
  readonly mark: AbsenceMark;
  readonly previousFrom: Day | null;
  readonly previousUntil: Day | null;
  readonly previousType: string | null;
}

type Lists = Pick<AbsencesContent, 'absentToday' | 'later' | AbsenceMark | 'upcoming'>;

/** Absences listed beside those of today. */
const shownLater = 50;
/** An end after so many days is no plan, so neither working days nor a return are told. */
const maxDays = 400;

/** Joins what changed and who is absent to one list: each absence once, with its mark. */
export function absenceLists(
  changes: readonly ChangeRow[],
  outlook: readonly AbsenceRow[],
  config: AbsencesConfig,
  isHoliday: IsHoliday,
): Lists {
  const changeOf = new Map(changes.map((change) => [change.id, change]));
  const listed = new Set(outlook.map(({ id }) => id));
  const total = (rows: readonly AbsenceRow[]) =>
    [
      ...new Map(rows.map((row) => [`${row.list} ${'mark' in row ? String(row.mark) : ''}`, row.total])).values(),
    ].reduce((sum, count) => sum + count, 0);
  const of = (list: AbsenceRow['list']) => outlook.filter((row) => row.list === list);
  const others = changes.filter((change) => change.list === 'other' || !listed.has(change.id));
  const later = [...of('upcoming'), ...others].sort((a, b) => compare(a.from, b.from) || compare(a.person, b.person));
  const laterCount = Math.max(
    later.length,
    total(of('upcoming')) + total(changes.filter(({ list }) => list === 'other')),
  );
  const toAbsence = absenceFormatter(config, [...outlook, ...later], isHoliday);
  const listOf = (rows: readonly AbsenceRow[], count: number): AbsenceList =>
    config.detail === 'count'
      ? { count, people: [], more: 0 }
      : {
          count,
          people: [...groupBy(rows, personOf).values()].map((own) => ({
            person: own[0]!.person,
            client: own[0]!.client,
            absences: own.map((row) => toAbsence(row, changeOf.get(row.id))),
          })),
          more: count - rows.length,
        };
  const marked = (mark: AbsenceMark) => total(changes.filter((change) => change.mark === mark));
  return {
    absentToday: listOf(of('today'), total(of('today'))),
    later: listOf(later.slice(0, shownLater), laterCount),
    added: marked('added'),
    changed: marked('changed'),
    removed: marked('removed'),
    upcoming: total(of('upcoming')),
  };
}

const personOf = ({ person, clientId }: AbsenceRow) => `${clientId ?? ''} ${person}`;
const compare = (a: string, b: string) => a.localeCompare(b, 'pl');

/** Returns a function that reduces an absence to what the configuration allows a mail to show. */
function absenceFormatter(
  { detail, namedTypes, sensitiveTypes }: AbsencesConfig,
  rows: readonly AbsenceRow[],
  isHoliday: IsHoliday,
): (row: AbsenceRow, change: ChangeRow | undefined) => Absence {
  const isNameable = nameableTypes(namedTypes, sensitiveTypes);
  const nameOf = (type: string | null) => (detail === 'type' && type !== null && isNameable(type) ? type : null);
  const isOff = (day: Day) => !isWorkingDay(day, isHoliday);
  /** The first working day after an absence, on which the person has no other one. */
  const returnDay = (row: AbsenceRow): Day => {
    const isAway = (day: Day) =>
      rows.some(
        (other) => personOf(other) === personOf(row) && !isRemoved(other) && other.from <= day && day <= other.until,
      );
    let day = addDays(row.until, 1);
    for (let left = maxDays; left > 0 && (isOff(day) || isAway(day)); left -= 1) day = addDays(day, 1);
    return day;
  };
  return (row, change) => {
    const isPlan = change?.mark !== 'removed' && row.until <= addDays(row.from, maxDays) && row.until >= row.from;
    const { previousFrom: from = null, previousUntil: until = null } = change ?? {};
    const hasMoved = from !== null && until !== null && (from !== row.from || until !== row.until);
    return {
      type: nameOf(row.type),
      from: row.from,
      until: row.until,
      mark: change?.mark ?? null,
      workingDays: isPlan ? daysBetween(row.from, row.until).filter((day) => !isOff(day)).length : null,
      returns: isPlan ? returnDay(row) : null,
      previousDates: hasMoved ? { from, until } : null,
      previousType: change?.mark === 'changed' && change.previousType !== row.type ? nameOf(change.previousType) : null,
    };
  };
}

const isRemoved = (row: AbsenceRow) => 'mark' in row && row.mark === 'removed';
