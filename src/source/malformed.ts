import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import type { Message } from '../messages/index.js';
import { isNamed } from './blank.js';
import { hasView } from './check.js';
import { isMalformed, isUsable, keyOf, valuesOf, viewNamed } from './column-sql.js';
import type { Column, View, ViewName } from './contract.js';
import { rowsToCheck } from './rows-to-check.js';

/** A row of a view that breaks the source contract. */
export interface MalformedRow {
  readonly view: ViewName;
  /** The row's key as text, `(none)` if it has none. */
  readonly id: string;
  /** The columns at fault; of a doubled row its key. */
  readonly columns: string;
  /**
   * What becomes of it: left out, used without the values, used although an id is unknown, used with the texts cut, or
   * used once.
   */
  readonly effect: 'left-out' | 'value-ignored' | 'unknown-id' | 'shortened' | 'counted-once';
  /** The start of the first column's value, bytes in hexadecimal, or `NULL`; of a doubled row how often it is there. */
  readonly found: string;
  /** What the first column should hold. */
  readonly expected: Message;
}

const reported = 20;

/** The start of a value. The whole CASE is cast, because Babelfish's loses letters that its own code page lacks. */
const excerptColumn: Column = { name: 'found', type: 'text', required: false, length: 40 };

const selectMalformed = (name: ViewName) =>
  statement(`source.malformed-${name}`, (dialect) => {
    const view = viewNamed(name);
    const faults = view.columns.map((column) => ({ column: column.name, sql: faultSql(column, dialect) }));
    const excerpts = faults.map(
      ({ column, sql }) => `WHEN ${sql} THEN ${dialect.binary(valuesOf(dialect).excerpt(`e.${column}`))}`,
    );
    const unknown = view.columns.flatMap((column) => unknownId(column, dialect));
    const isAnyMalformed = view.columns.map((column) => isMalformed(column, `e.${column.name}`, dialect)).join(' OR ');
    return `SELECT * FROM (
       SELECT CONCAT(${keyText(view, 'e', dialect)}, '') AS id,
         CONCAT(${faults.map(({ column, sql }) => `CASE WHEN ${sql} THEN ' ${column}' ELSE '' END`).join(', ')}, '') AS columns,
         ${valuesOf(dialect).value(excerptColumn, `CASE ${excerpts.join(' ')} END`)} AS found,
         CASE WHEN ${isLeftOut(view, dialect)} THEN 'left-out'
           WHEN ${isAnyMalformed} THEN 'value-ignored'
           ${unknown.map((sql) => `WHEN ${sql} THEN 'unknown-id'`).join(' ')} ELSE 'shortened' END AS effect,
         ROW_NUMBER() OVER (ORDER BY ${isTimed(view) ? 'e.occurred_at, ' : ''}e.${keyOf(view)[0]!}) AS position
       FROM ${rowsToCheck(name, dialect)} e
       WHERE ${faults.map(({ sql }) => sql).join(' OR ')}
     ) found WHERE position <= ${reported} ORDER BY position${dialect.recompile}`;
  });

/** SQL: a row is not used. A time of the other clock is no fault of its column alone. */
function isLeftOut(view: View, dialect: Dialect): string {
  const otherClock = isTimed(view) ? [valuesOf(dialect).isOfOtherClock('e.occurred_at', ':from')] : [];
  return [`NOT (${isUsable(view, 'e', dialect)})`, ...otherClock].join(' OR ');
}

function faultSql(column: Column, dialect: Dialect): string {
  const x = `e.${column.name}`;
  const values = valuesOf(dialect);
  return [
    isMalformed(column, x, dialect),
    ...unknownId(column, dialect),
    ...(column.type === 'text' ? [`(${x} IS NOT NULL AND ${values.isTooLong(column, x)})`] : []),
    ...(column.name === 'occurred_at' ? [values.isOfOtherClock(x, ':from')] : []),
  ].join(' OR ');
}

/** SQL: no row of the view that a column refers to has its id; nothing for other columns. */
function unknownId(column: Column, dialect: Dialect): string[] {
  if (column.refersTo === undefined) return [];
  const { value } = valuesOf(dialect);
  const id = `known.${viewNamed(column.refersTo).key[0]!}`;
  const known = `SELECT ${value(column, id)} FROM {${column.refersTo}} known WHERE ${id} IS NOT NULL`;
  const x = `e.${column.name}`;
  // NULL is in no list, and not in an empty one either.
  return [`(${x} IS NOT NULL AND ${value(column, x)} NOT IN (${known}))`];
}

const selectDoubled = (name: ViewName) =>
  statement(
    `source.doubled-${name}`,
    (dialect) => {
      const view = viewNamed(name);
      const key = keyOf(view).join(', ');
      const values = view.columns
        .filter(({ name: column }) => keyOf(view).includes(column))
        .map((column) => `${valuesOf(dialect).value(column, `e.${column.name}`)} AS ${column.name}`);
      return `SELECT CONCAT(${keyText(view, 'doubled', dialect)}, '') AS id, copies FROM (
         SELECT ${key}, COUNT(*) AS copies, ROW_NUMBER() OVER (ORDER BY ${key}) AS position
         FROM (SELECT ${values.join(', ')} FROM ${rowsToCheck(name, dialect)} e WHERE e.${keyOf(view)[0]!} IS NOT NULL) found
         GROUP BY ${key} HAVING COUNT(*) > 1
       ) doubled WHERE position <= ${reported} ORDER BY position${dialect.recompile}`;
    },
    { numbers: ['copies'] },
  );

/** SQL: the columns that name a row to a person, to be joined. Of rows without a key, the first column. */
function keyText({ key, columns }: View, alias: string, dialect: Dialect): string {
  const names = key.length > 0 ? key : [columns[0]!.name];
  return names.map((name) => dialect.binary(valuesOf(dialect).excerpt(`${alias}.${name}`))).join(", '/', ");
}

function isTimed({ columns }: View): boolean {
  return columns.some(({ name }) => name === 'occurred_at');
}

/** @param views those that the enabled kinds read */
export const malformedStatements = (views: readonly ViewName[]): Statement[] =>
  views.flatMap((view) => [selectMalformed(view), selectDoubled(view)]);

/**
 * Finds rows of a view that break the contract: the first twenty malformed ones, of events those without a time first,
 * and the first twenty that the view yields more than once. An optional view that is not there has none.
 * @param from start of the event window, in the source's clock
 */
export async function malformedRows(database: Database, view: ViewName, from: string): Promise<MalformedRow[]> {
  const { columns, key, isOptional } = viewNamed(view);
  if (isOptional === true && !(await hasView(database, view))) return [];
  const malformed = await database.query<{
    id: string;
    columns: string;
    found: string | null;
    effect: MalformedRow['effect'];
  }>(selectMalformed(view), { from });
  const doubled = await database.query<{ id: string; copies: number }>(selectDoubled(view), { from });
  return [
    ...malformed.map(({ id, columns: names, found, effect }): MalformedRow => {
      const [first] = names.trim().split(' ');
      return {
        view,
        id: id === '' ? '(none)' : id,
        columns: names.trim().replaceAll(' ', ', '),
        effect,
        found: found ?? 'NULL',
        expected: expectedOf(
          columns.find(({ name }) => name === first)!,
          effect,
        ),
      };
    }),
    ...doubled.map(({ id, copies }): MalformedRow => ({
      view,
      id,
      columns: (key.length > 0 ? key : columns.map(({ name }) => name)).join(', '),
      effect: 'counted-once',
      found: String(copies),
      expected: { code: 'contract.once' },
    })),
  ];
}

function expectedOf(column: Column, effect: MalformedRow['effect']): Message {
  const { type, values, length, notBefore, refersTo } = column;
  if (refersTo !== undefined && effect === 'unknown-id') return { code: 'contract.knownId', args: { view: refersTo } };
  if (values !== undefined) return { code: 'contract.oneOf', args: { values: values.join(', ') } };
  if (notBefore !== undefined) return { code: 'contract.dateNotBefore', args: { column: notBefore } };
  if (type !== 'text') return { code: `contract.${type}` };
  return { code: isNamed(column) ? 'contract.textOf' : 'contract.textUpTo', args: { length: length! } };
}
