import { blanks, isNamed } from './blank.js';
import type { Column } from './contract.js';
import type { ValueSql } from './value-sql.js';

const excerptLength = 40;

/**
 * SQLite's columns hold values of any type, and bytes that are no text. libsql ends the process when it reads those.
 */
export const sqliteValues: ValueSql = {
  isWrong(column, x) {
    switch (column.type) {
      case 'bigint':
        return `(typeof(${x}) <> 'integer')`;
      case 'int':
        return `(typeof(${x}) <> 'integer' OR ${x} NOT BETWEEN 0 AND 2147483647)`;
      case 'bit':
        return `(typeof(${x}) <> 'integer' OR ${x} NOT IN (0, 1))`;
      case 'date':
        return `(typeof(${x}) <> 'text' OR date(${x}) IS NOT ${x})`;
      case 'timestamp':
        return `(typeof(${x}) <> 'text' OR NOT ${isTime(x)})`;
      case 'text':
        return `(typeof(${x}) = 'blob'${unlisted(column, x)}${isNamed(column) ? ` OR trim(${x}, char(${blanks.join(', ')})) = ''` : ''})`;
    }
  },
  isBroken: (texts) => isBroken(texts.map((text) => `COALESCE(${text}, '')`).join(" || ' ' || ")),
  value(column, x) {
    if (column.type === 'timestamp') return canonicalTime(x);
    return column.type === 'text' ? `substr(${x}, 1, ${column.length})` : x;
  },
  isTooLong: ({ length }, x) => `length(substr(${x}, 1, ${length! + 1})) > ${length}`,
  excerpt: (x) => `CASE WHEN typeof(${x}) = 'blob' OR ${isBroken(`substr(${x}, 1, ${excerptLength})`)}
    THEN CONCAT('x''', hex(substr(CAST(${x} AS BLOB), 1, 8)), '''') ELSE CAST(substr(${x}, 1, ${excerptLength}) AS TEXT) END`,
  // The day alone sorts before each form of a time on that day, and the day with a U after each.
  isFrom: (x, bound) => `(${x} >= substr(${bound}, 1, 10) AND ${canonicalTime(x)} >= substr(${bound}, 1, 23))`,
  isUntil: (x, operator, bound) =>
    `(${x} < substr(${bound}, 1, 10) || 'U' AND ${canonicalTime(x)} ${operator} substr(${bound}, 1, 23))`,
  bound: (bound) => `substr(${bound}, 1, 23)`,
  mayBeFrom: (x, bound) => `${x} >= substr(${bound}, 1, 10)`,
  // Bounds in local time have no Z.
  isOfOtherClock: (x, bound) => `(${x} GLOB '*Z' AND ${bound} NOT GLOB '*Z')`,
  // Numbers sort before texts, and texts before blobs.
  malformedTimes: (x) => [`${x} IS NULL`, `${x} < '1900'`],
  malformedIds: (x) => [`${x} IS NULL`, `${x} > 9223372036854775807`],
};

function unlisted({ values }: Column, x: string): string {
  return values === undefined ? '' : ` OR ${x} NOT IN (${values.map((value) => `'${value}'`).join(', ')})`;
}

/**
 * SQL: a text has a NUL, or bytes that are not UTF-8. REGEXP decodes those as U+FFFD. It needs a text after them,
 * because it takes a character of four bytes at the end for broken. 1 µs for a short text.
 */
function isBroken(text: string): string {
  return `(instr(${text}, char(0)) > 0 OR (replace(${text}, char(65533), ' ') || ' ') REGEXP '[\ufffd]')`;
}

/**
 * SQL: a text is a time as the contract writes it. 30 February and 25:00 are none: `strftime` returns another text. It
 * returns 24:00 unchanged, and calls it the day before.
 */
function isTime(x: string): string {
  const [seconds, rest] = [`substr(${x}, 1, 19)`, `substr(${x}, 20)`];
  const fraction = `substr(${rest}, 1, length(${rest}) - (${rest} GLOB '*Z'))`;
  const isReal = (form: string) => `${seconds} IS strftime('${form}', ${seconds})`;
  return `((${isReal('%Y-%m-%dT%H:%M:%S')} OR ${isReal('%Y-%m-%d %H:%M:%S')}) AND substr(${x}, 12, 2) < '24'
    AND (${fraction} = '' OR (${fraction} GLOB '.[0-9]*' AND substr(${fraction}, 2) NOT GLOB '*[^0-9]*')))`;
}

/** SQL: a time in one form, so that all forms compare as texts: `2026-11-24T13:05:00.000`, in UTC or local time. */
function canonicalTime(x: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%f', ${x})`;
}
