import type { Dialect } from '../database/index.js';
import { isMalformed, isUsable, keyOf, valuesOf, viewNamed } from './column-sql.js';
import type { Column, ViewName } from './contract.js';

/**
 * SQL: the usable rows of a view, each key once, as a table. Of rows that have the same key and differ, the one with
 * the greatest values counts, numbers first: a user who is blocked in one of them is blocked.
 * @param where SQL: narrows the rows that are read, by columns as the view has them; the alias is the view's name
 */
export function usableRows(name: ViewName, dialect: Dialect, where?: string): string {
  const view = viewNamed(name);
  const columns = view.columns.map((column) => column.name).join(', ');
  return `(SELECT ${columns} FROM (
    SELECT ${columns}, ROW_NUMBER() OVER (PARTITION BY ${keyOf(view).join(', ')} ORDER BY ${precedence(name, 'copies')}) AS copy
    FROM ${usableCopies(name, dialect, where)} copies) numbered WHERE copy = 1)`;
}

/**
 * SQL: the usable rows of a view, as often as the view yields them, as a table. The database merges it into the
 * statement, so that indexes serve. Only for statements that group by the key.
 * @param where as for `usableRows`
 */
export function usableCopies(name: ViewName, dialect: Dialect, where?: string): string {
  const view = viewNamed(name);
  const values = view.columns.map((column) => {
    const x = `${name}.${column.name}`;
    const isSubstituted = view.isLookup === true && !view.key.includes(column.name);
    const substitute = column.type === 'bit' ? '1' : 'NULL';
    const usable = isSubstituted ? `CASE WHEN ${isMalformed(column, x, dialect)} THEN ${substitute} ELSE ${x} END` : x;
    return `${valuesOf(dialect).value(column, usable)} AS ${column.name}`;
  });
  return `(SELECT ${values.join(', ')} FROM {${name}} ${name}
    WHERE ${where === undefined ? '' : `${where} AND `}${isUsable(view, name, dialect)})`;
}

/** SQL: an order in which, of copies of a row, the one that counts is first. */
export function precedence(name: ViewName, alias: string): string {
  const { columns, key } = viewNamed(name);
  const others = columns.filter((column) => !key.includes(column.name));
  const isNumber = ({ type }: Column) => ['bigint', 'int', 'bit'].includes(type);
  return [...others.filter(isNumber), ...others.filter((column) => !isNumber(column))]
    .map((column) => `${alias}.${column.name} DESC`)
    .concat(others.length === 0 ? [`${alias}.${key[0]!}`] : [])
    .join(', ');
}
