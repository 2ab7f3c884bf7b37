import type { DdlTypes } from '../database.js';

/** What was last told of faults that stand until somebody mends them; docs/state.md. */
export function noticesTable({ key, date, options }: DdlTypes): string[] {
  return [
    `CREATE TABLE {notices} (
      name ${key(80)} NOT NULL PRIMARY KEY,
      fingerprint ${key(64)} NOT NULL,
      told_on ${date} NOT NULL
    )`,
    ...options('notices'),
  ];
}
