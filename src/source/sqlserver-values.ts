import { blanks, isNamed } from './blank.js';
import type { Column } from './contract.js';
import type { ValueSql } from './value-sql.js';

const never = '(0 = 1)';

/** A pattern of texts that have a character which can be seen. */
const anyVisible = `'%[^' + ${blanks.map((code) => `NCHAR(${code})`).join(' + ')} + ']%'`;

/**
 * SQL Server's columns have types, which `checkContract` compares. Whole numbers may be decimals there. The bounds are
 * integers, because the optimiser only guesses how many rows a comparison with a decimal leaves.
 */
export const sqlserverValues: ValueSql = {
  isWrong(column, x) {
    switch (column.type) {
      case 'bigint':
        return `(${x} NOT BETWEEN CAST(-9223372036854775808 AS bigint) AND CAST(9223372036854775807 AS bigint))`;
      case 'int':
        return `(${x} NOT BETWEEN 0 AND 2147483647)`;
      case 'bit':
        return `(${x} NOT IN (0, 1))`;
      case 'date':
      case 'timestamp':
        return never;
      case 'text':
        if (isNamed(column)) return `(${cut(column, x)} COLLATE Latin1_General_BIN2 NOT LIKE ${anyVisible})`;
        return column.values === undefined
          ? never
          : `(${cut(column, x)} NOT IN (${column.values.map((value) => `'${value}'`).join(', ')}))`;
    }
  },
  isBroken: () => undefined,
  // A column of `char` or `nchar` fills its texts with blanks, which SQL ignores and JavaScript does not.
  value: (column, x) => (column.type === 'text' ? `RTRIM(${cut(column, x)})` : x),
  isTooLong: ({ length }, x) => `LEN(SUBSTRING(${x}, 1, ${length! + 1})) > ${length}`,
  excerpt: (x) => `CAST(${x} AS nvarchar(40))`,
  isFrom: (x, bound) => `(${x} >= ${bound})`,
  isUntil: (x, operator, bound) => `(${x} ${operator} ${bound})`,
  bound: (bound) => bound,
  mayBeFrom: (x, bound) => `${x} >= ${bound}`,
  isOfOtherClock: () => never,
  malformedTimes: (x) => [`${x} IS NULL`],
  malformedIds: (x) => [`${x} IS NULL`],
};

/** A cast shortens without an error, and makes `ntext` comparable. */
function cut({ length }: Column, x: string): string {
  return `CAST(${x} AS nvarchar(${length}))`;
}
