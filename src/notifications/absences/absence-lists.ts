import { addDays, daysBetween, isWorkingDay, type Day } from '../../schedule/index.js';
import { groupBy } from '../claimed-events.js';
import type { Absence, AbsenceList, AbsenceMark, AbsencesContent } from './content.js';
import { nameableTypes } from './named-types.js';
import { maxDays, personOf, returnDays, type HolidaysOf, type PlannedAbsence } from './return-day.js';
import type { AbsencesConfig } from './settings.js';

export interface AbsenceRow extends PlannedAbsence {
  readonly id: string;
  readonly list: 'today' | 'upcoming' | 'other';
  /** All rows of its sort. */
  readonly total: number;
  readonly client: string | null;
  readonly type: string | null;
}

export interface ChangeRow extends AbsenceRow {
  readonly messageId: string;
  readonly mark: AbsenceMark;
  readonly previousFrom: Day | null;
  readonly previousUntil: Day | null;
  readonly previousType: string | null;
}

type Lists = Pick<AbsencesContent, 'absentToday' | 'later' | AbsenceMark | 'upcoming'>;

/** Absences listed in each of the two lists. */
const shownInList = 50;

/**
 * Joins what changed and who is absent to two lists: each absence once, with its mark.
 * @param planned absences of the people in both that may follow the listed ones
 * @param holidaysOf the days off of the office's own people (NULL), or of a client's
 */
export function absenceLists(
  changes: readonly ChangeRow[],
  outlook: readonly AbsenceRow[],
  planned: readonly PlannedAbsence[],
  config: AbsencesConfig,
  holidaysOf: HolidaysOf,
): Lists {
  const changeOf = new Map(changes.map((change) => [change.id, change]));
  const loaded = new Set(outlook.map(({ id }) => id));
  const total = (rows: readonly AbsenceRow[]) =>
    [
      ...new Map(rows.map((row) => [`${row.list} ${'mark' in row ? String(row.mark) : ''}`, row.total])).values(),
    ].reduce((sum, count) => sum + count, 0);
  const isIn = (list: AbsenceRow['list']) => (row: AbsenceRow) => row.list === list;
  /** Some of the absences of a list, and those that changed, also where the list is longer. */
  const of = (list: AbsenceRow['list']) =>
    [...outlook, ...changes.filter(({ id }) => !loaded.has(id))].filter(isIn(list));
  const toAbsence = absenceFormatter(config, planned, holidaysOf);
  const listOf = (rows: readonly AbsenceRow[], most: number): AbsenceList => {
    const count = Math.max(most, rows.length);
    if (config.detail === 'count') return { count, people: [], more: 0 };
    const listed = [...rows]
      .sort((a, b) => compare(a.from, b.from) || compare(a.person, b.person))
      .slice(0, shownInList);
    return {
      count,
      people: [...groupBy(listed, personOf).values()].map((own) => ({
        person: own[0]!.person,
        client: own[0]!.client,
        absences: own.map((row) => toAbsence(row, changeOf.get(row.id))),
      })),
      more: count - listed.length,
    };
  };
  const marked = (mark: AbsenceMark) => total(changes.filter((change) => change.mark === mark));
  const upcoming = total(outlook.filter(isIn('upcoming')));
  const others = changes.filter((change) => change.list === 'other');
  return {
    absentToday: listOf(of('today'), total(outlook.filter(isIn('today')))),
    later: listOf([...of('upcoming'), ...of('other')], upcoming + total(others)),
    added: marked('added'),
    changed: marked('changed'),
    removed: marked('removed'),
    upcoming,
  };
}

const compare = (a: string, b: string) => a.localeCompare(b, 'pl');

/** Returns a function that reduces an absence to what the configuration allows a mail to show. */
function absenceFormatter(
  { detail, namedTypes, sensitiveTypes }: AbsencesConfig,
  planned: readonly PlannedAbsence[],
  holidaysOf: HolidaysOf,
): (row: AbsenceRow, change: ChangeRow | undefined) => Absence {
  const isNameable = nameableTypes(namedTypes, sensitiveTypes);
  const nameOf = (type: string | null) => (detail === 'type' && type !== null && isNameable(type) ? type : null);
  const returnDay = returnDays(planned, holidaysOf);
  return (row, change) => {
    const isPlan = change?.mark !== 'removed' && row.until <= addDays(row.from, maxDays) && row.until >= row.from;
    const { previousFrom: from = null, previousUntil: until = null } = change ?? {};
    const hasMoved = from !== null && until !== null && (from !== row.from || until !== row.until);
    return {
      type: nameOf(row.type),
      from: row.from,
      until: row.until,
      mark: change?.mark ?? null,
      workingDays: isPlan
        ? daysBetween(row.from, row.until).filter((day) => isWorkingDay(day, holidaysOf(row.clientId))).length
        : null,
      returns: isPlan ? returnDay(row) : null,
      previousDates: hasMoved ? { from, until } : null,
      previousType: change?.mark === 'changed' && change.previousType !== row.type ? nameOf(change.previousType) : null,
    };
  };
}
