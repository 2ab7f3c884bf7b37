import type { Day } from '../../schedule/index.js';

export interface AbsenceLine {
  /** Absent where `absences.detail` is `count`. */
  readonly person: string;
  /** NULL: the office's own staff. */
  readonly client: string | null;
  /** NULL where it is unknown, sensitive, or not to be told. */
  readonly type: string | null;
  readonly from: Day;
  readonly until: Day;
}

export interface AbsenceChange extends AbsenceLine {
  readonly change: 'added' | 'changed' | 'removed';
  /** The dates before the change. */
  readonly previous: { readonly from: Day; readonly until: Day } | null;
}

export interface AbsencesContent {
  readonly today: Day;
  /** The last of the seven days after today. */
  readonly horizon: Day;
  /** Empty where only counts may be told. */
  readonly changes: readonly AbsenceChange[];
  readonly absentToday: readonly AbsenceLine[];
  readonly upcoming: readonly AbsenceLine[];
  readonly counts: {
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
    readonly absentToday: number;
    readonly upcoming: number;
  };
}
