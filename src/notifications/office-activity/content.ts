import type { Day } from '../../schedule/index.js';
import type { DayCount, Period } from '../approvals.js';

export interface OfficeFigures {
  /** On the reference day. */
  readonly day: number;
  /** On earlier days of which the recipient had no summary. Days without approvals are left out. */
  readonly earlier: readonly { readonly day: Day; readonly count: number }[];
  readonly week: number;
  readonly month: number;
}

export interface OfficeActivityContent {
  readonly referenceDay: Day;
  /** The seven days up to the reference day, all users together. */
  readonly recent: readonly DayCount[];
  readonly week: Period;
  readonly month: Period;
  readonly rows: readonly (OfficeFigures & { readonly user: string })[];
  /** If there are very many users: the sum of those who approved the least. */
  readonly more: (OfficeFigures & { readonly users: number }) | null;
  readonly total: OfficeFigures;
}
