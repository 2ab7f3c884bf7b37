import type { Day } from '../../schedule/index.js';
import type { DayCount, Span } from '../approvals.js';

export interface UserActivityContent {
  readonly referenceDay: Day;
  /** The seven days up to the reference day. */
  readonly days: readonly DayCount[];
  readonly week: Span & { readonly count: number };
  readonly month: Span & { readonly count: number };
}
