import type { Day } from '../../schedule/index.js';
import type { Span } from '../approvals.js';

export interface OfficeRow {
  /** Absent in the row of totals. */
  readonly user?: string;
  readonly days: readonly number[];
  readonly week: number;
  readonly month: number;
}

export interface OfficeActivityContent {
  readonly referenceDay: Day;
  readonly days: readonly Day[];
  readonly week: Span;
  readonly month: Span;
  readonly rows: readonly OfficeRow[];
  readonly total: OfficeRow;
}
