import { statement, type Database, type Statement } from '../database/index.js';
import { contract, type Column, type ViewName } from './contract.js';

export interface MalformedRow {
  readonly view: ViewName;
  /** The event's id as text, `(none)` if it has none. */
  readonly id: string;
  /** Columns that are empty or malformed. */
  readonly columns: string;
}

const reported = 20;
const key: Partial<Record<ViewName, string>> = { source_absences: 'absence_id' };

/** SQL: every required column of the view's alias has a usable value. */
export function wellFormed(view: ViewName, alias: string, dialect: Database['dialect']['name']): string {
  return checks(view, alias, dialect)
    .map(({ sql }) => `NOT (${sql})`)
    .join(' AND ');
}

const selectMalformed = (view: ViewName) =>
  statement(`source.malformed-${view}`, ({ name, recompile }) => {
    const tests = checks(view, 'e', name);
    const columns = tests.map(({ column, sql }) => `CASE WHEN ${sql} THEN ' ${column}' ELSE '' END`).join(', ');
    // UNION ALL uses the index on the time twice. With OR a database would read all history.
    const inside =
      view === 'source_absences'
        ? `{${view}}`
        : `(SELECT * FROM {${view}} WHERE occurred_at >= :from UNION ALL SELECT * FROM {${view}} WHERE occurred_at IS NULL)`;
    const order = view === 'source_absences' ? 'e.absence_id' : 'e.occurred_at, e.event_id';
    return `SELECT * FROM (
       SELECT CAST(e.${idColumn(view)} AS nvarchar(20)) AS id, CONCAT(${columns}, '') AS columns,
         ROW_NUMBER() OVER (ORDER BY ${order}) AS position
       FROM ${inside} e
       WHERE ${tests.map(({ sql }) => sql).join(' OR ')}
     ) found WHERE position <= ${reported}${recompile}`;
  });

/** @param views those with events */
export const malformedStatements = (views: readonly ViewName[]): Statement[] => views.map(selectMalformed);

/**
 * Finds unusable rows of a view inside the window: the first twenty, rows without a time first.
 * @param from start of the window, in the source's clock
 */
export async function malformedRows(database: Database, view: ViewName, from: string): Promise<MalformedRow[]> {
  const rows = await database.query<{ id: string | null; columns: string }>(selectMalformed(view), { from });
  return rows.map(({ id, columns: names }) => ({
    view,
    id: id ?? '(none)',
    columns: names.trim().replaceAll(' ', ', '),
  }));
}

function idColumn(view: ViewName): string {
  return key[view] ?? 'event_id';
}

function checks(
  view: ViewName,
  alias: string,
  dialect: Database['dialect']['name'],
): { column: string; sql: string }[] {
  return contract
    .find(({ name }) => name === view)!
    .columns.filter(({ required }) => required)
    .map(({ name, type, values }) => {
      const column = `${alias}.${name}`;
      const conditions = [
        `${column} IS NULL`,
        ...(values === undefined ? [] : [`${column} NOT IN (${values.map((value) => `'${value}'`).join(', ')})`]),
        ...(dialect === 'sqlite' ? textConditions(type, column) : []),
      ];
      return { column: name, sql: conditions.join(' OR ') };
    });
}

/**
 * SQLite has no date types: a text is a day or a time if SQLite reads it as the same day or time, without an offset.
 */
function textConditions(type: Column['type'], column: string): string[] {
  if (type === 'date') return [`date(${column}) IS NOT ${column}`];
  if (type !== 'timestamp') return [];
  const [seconds, rest] = [`substr(${column}, 1, 19)`, `substr(${column}, 20)`];
  return [
    `strftime('%Y-%m-%dT%H:%M:%S', ${seconds}) IS NOT ${seconds}`,
    `(${rest} NOT IN ('', 'Z') AND (${rest} NOT GLOB '.[0-9]*' OR ${rest} GLOB '*[+-]*'))`,
  ];
}
