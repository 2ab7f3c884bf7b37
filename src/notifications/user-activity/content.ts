import type { Day } from '../../schedule/index.js';
import type { Span } from '../approvals.js';

export interface UserActivityContent {
  readonly referenceDay: Day;
  readonly days: readonly { readonly day: Day; readonly count: number }[];
  readonly week: Span & { readonly count: number };
  readonly month: Span & { readonly count: number };
}
