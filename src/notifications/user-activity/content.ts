import type { Day } from '../../schedule/index.js';
import type { DayCount, Period } from '../approvals.js';

export interface UserActivityContent {
  readonly referenceDay: Day;
  /** The seven days up to the reference day. */
  readonly days: readonly DayCount[];
  readonly week: Period & { readonly count: number };
  readonly month: Period & { readonly count: number };
}
