// In SQLite, somebody else may have written any value into any column of the state tables.

/** Whether a stored text is a time such as `2026-11-24T13:05:00.000Z`. `Dialect.isTime` is the same in SQL. */
export function isTime(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}

/** A stored time, or null if the value is not a time. */
export function timeOrNull(text: string | null): string | null {
  return isTime(text) ? text : null;
}

/** A stored count, or 0 if the value is not a whole number. */
export function countOrZero(count: number): number {
  return Number.isInteger(count) ? count : 0;
}
