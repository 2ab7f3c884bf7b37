// In SQLite, somebody else may have written any value into any column of the state tables.

/** Whether a stored text is a time. */
export function isTime(text: string | null): text is string {
  return text !== null && !Number.isNaN(Date.parse(text));
}

/** A stored time, or null if the value is none. */
export function timeOrNull(text: string | null): string | null {
  return isTime(text) ? text : null;
}

/** A stored count, or 0 if the value is none. */
export function countOrZero(count: number): number {
  return Number.isInteger(count) ? count : 0;
}
