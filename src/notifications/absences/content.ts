import type { Day } from '../../schedule/index.js';

/** What changed since the last mail. */
export type AbsenceMark = 'added' | 'changed' | 'removed';

export interface Absence {
  /** NULL if it is unknown, or not to be named. */
  readonly type: string | null;
  readonly from: Day;
  readonly until: Day;
  readonly mark: AbsenceMark | null;
  /** Working days from the first to the last day; NULL for a removed absence and a very long one. */
  readonly workingDays: number | null;
  /** The first working day after it on which the person has no other absence. NULL like the working days. */
  readonly returns: Day | null;
  /** The dates before a change. NULL if they are the same. */
  readonly previousDates: { readonly from: Day; readonly until: Day } | null;
  /** The type before a change. NULL if it is the same, or not to be named. */
  readonly previousType: string | null;
}

export interface AbsentPerson {
  readonly person: string;
  /** NULL: the office's own staff. */
  readonly client: string | null;
  readonly absences: readonly Absence[];
}

export interface AbsenceList {
  readonly count: number;
  /** Empty if only counts may be shown. */
  readonly people: readonly AbsentPerson[];
  /** Absences that are counted but not listed. */
  readonly more: number;
}

export interface AbsencesContent {
  readonly today: Day;
  /** True if the recipient had no mail of this kind before. */
  readonly isFirst: boolean;
  readonly absentToday: AbsenceList;
  /** Absences in the next seven days, and changes of others. */
  readonly later: AbsenceList;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** In the next seven days. */
  readonly upcoming: number;
  /** The URL that the configuration sets for this kind. */
  readonly link?: string;
}
