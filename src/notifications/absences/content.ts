import type { Day } from '../../schedule/index.js';

export interface AbsenceLine {
  readonly person: string;
  /** NULL: the office's own staff. */
  readonly client: string | null;
  /** NULL if it is unknown, sensitive, or not to be shown. */
  readonly type: string | null;
  readonly from: Day;
  readonly until: Day;
  /** The dates before a change. */
  readonly previous: { readonly from: Day; readonly until: Day } | null;
}

export interface AbsenceList {
  readonly count: number;
  /** The office's own staff first, then by client. Empty if only counts may be shown. */
  readonly lines: readonly AbsenceLine[];
  readonly more: number;
}

export interface AbsencesContent {
  readonly today: Day;
  /** The last of the seven days after today. */
  readonly horizon: Day;
  readonly absentToday: AbsenceList;
  readonly added: AbsenceList;
  readonly changed: AbsenceList;
  readonly removed: AbsenceList;
  readonly upcoming: AbsenceList;
}
