import type { Dialect } from '../database/index.js';
import { valuesOf } from './column-sql.js';

/** Parameters that bound a time, in the source's clock. */
export interface TimeBounds {
  readonly from?: string;
  readonly before?: string;
  readonly until?: string;
}

/** SQL: a parameter that bounds a time, to be compared with a time of `usableRows`. */
export function timeBound(bound: string, dialect: Dialect): string {
  return valuesOf(dialect).bound(bound);
}

/** SQL: a time of a view, as the view has it, is inside the bounds. An index on the column serves. */
export function isInTime(x: string, { from, before, until }: TimeBounds, dialect: Dialect): string {
  const values = valuesOf(dialect);
  const bound = from ?? before ?? until!;
  return [
    ...(from === undefined ? [] : [values.isFrom(x, from)]),
    ...(before === undefined ? [] : [values.isUntil(x, '<', before)]),
    ...(until === undefined ? [] : [values.isUntil(x, '<=', until)]),
    `NOT ${values.isOfOtherClock(x, bound)}`,
  ].join(' AND ');
}
