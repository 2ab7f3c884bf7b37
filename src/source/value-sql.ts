import type { Column } from './contract.js';

/** SQL for the values of columns, where the databases differ. `x` is a column with its alias. */
export interface ValueSql {
  /** SQL: a value that is not NULL has the wrong type, or is not in the column's list. */
  readonly isWrong: (column: Column, x: string) => string;
  /**
   * SQL: one of these texts is invalid: it has a NUL or bytes that are not UTF-8. Undefined if the database has no such
   * text.
   */
  readonly isBroken: (texts: readonly string[]) => string | undefined;
  /** SQL: the value in its canonical form, a text cut to the column's length. */
  readonly value: (column: Column, x: string) => string;
  /** SQL: a text is longer than the column. */
  readonly isTooLong: (column: Column, x: string) => string;
  /** SQL: the start of a value that is not NULL, as a text that can be printed. */
  readonly excerpt: (x: string) => string;
  /** SQL: a bound in the canonical form of a time. */
  readonly bound: (bound: string) => string;
  /** SQL: a time is at or after a bound. An index on the column serves. */
  readonly isFrom: (x: string, bound: string) => string;
  /** SQL: a time is before a bound, or at it. An index on the column serves. */
  readonly isUntil: (x: string, operator: '<' | '<=', bound: string) => string;
  /** SQL: a time that may be malformed is not surely before a bound. An index on the column serves. */
  readonly mayBeFrom: (x: string, bound: string) => string;
  /** SQL: a time says that it is in UTC, and the bound is in local time. */
  readonly isOfOtherClock: (x: string, bound: string) => string;
  /** SQL: conditions that find malformed times outside the window. An index on the column serves. */
  readonly malformedTimes: (x: string) => readonly string[];
  /** SQL: conditions that find malformed ids. An index on the column serves. */
  readonly malformedIds: (x: string) => readonly string[];
}
