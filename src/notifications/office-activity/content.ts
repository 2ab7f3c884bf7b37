import type { Day } from '../../schedule/index.js';
import type { DayCount, Span } from '../approvals.js';

export interface OfficeFigures {
  /** On the reference day. */
  readonly day: number;
  /** On days before it that the recipient had no summary of; those with nothing are left out. */
  readonly earlier: readonly { readonly day: Day; readonly count: number }[];
  readonly week: number;
  readonly month: number;
}

export interface OfficeActivityContent {
  readonly referenceDay: Day;
  /** The seven days up to the reference day, all users together. */
  readonly recent: readonly DayCount[];
  readonly week: Span;
  readonly month: Span;
  readonly rows: readonly (OfficeFigures & { readonly user: string })[];
  /** Where there are very many users: those who approved the least, together. */
  readonly more: (OfficeFigures & { readonly users: number }) | null;
  readonly total: OfficeFigures;
}
