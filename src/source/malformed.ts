import type { Database } from '../database/index.js';
import { contract, type ViewName } from './contract.js';

export interface MalformedRow {
  readonly view: ViewName;
  /** The event's id as text, `(none)` when it has none. */
  readonly id: string;
  /** Columns that are empty or malformed. */
  readonly columns: string;
}

const reported = 20;
const digits = '[0-9][0-9]';
const datePattern = `${digits}${digits}-${digits}-${digits}`;
const key: Partial<Record<ViewName, string>> = { source_absences: 'absence_id' };

/** SQL: every `*` column of the view's alias holds a value that can be used. */
export function wellFormed(view: ViewName, alias: string, dialect: Database['dialect']['name']): string {
  return checks(view, alias, dialect).map(({ sql }) => `NOT (${sql})`).join(' AND ');
}

/**
 * Rows of a view, inside the window, that cannot be used; the first twenty.
 * @param from lower bound in the source's clock
 */
export async function malformedRows(database: Database, view: ViewName, from: string, where = '1 = 1'): Promise<MalformedRow[]> {
  const tests = checks(view, 'e', database.dialect.name);
  const columns = tests.map(({ column, sql }) => `CASE WHEN ${sql} THEN ' ${column}' ELSE '' END`).join(', ');
  const inside = view === 'source_absences' ? '1 = 1' : '(e.occurred_at >= :from OR e.occurred_at IS NULL)';
  const rows = await database.query<{ id: string | null; columns: string }>(
    `SELECT * FROM (
       SELECT CAST(e.${idColumn(view)} AS nvarchar(20)) AS id, CONCAT(${columns}, '') AS columns,
         ROW_NUMBER() OVER (ORDER BY e.${idColumn(view)}) AS position
       FROM {${view}} e
       WHERE ${inside} AND (${where}) AND (${tests.map(({ sql }) => sql).join(' OR ')})
     ) found WHERE position <= ${reported}`, { from });
  return rows.map(({ id, columns: names }) => ({ view, id: id ?? '(none)', columns: names.trim().replaceAll(' ', ', ') }));
}

function idColumn(view: ViewName): string {
  return key[view] ?? 'event_id';
}

function checks(view: ViewName, alias: string, dialect: Database['dialect']['name']): { column: string; sql: string }[] {
  return contract.find(({ name }) => name === view)!.columns.filter(({ required }) => required).map(({ name, type }) => {
    const isNull = `${alias}.${name} IS NULL`;
    // SQLite has no date types: what is no date there is text that does not look like one.
    const pattern = { timestamp: `${datePattern}T${digits}:${digits}:${digits}*`, date: datePattern }[type as string];
    const malformed = dialect === 'sqlite' && pattern !== undefined ? ` OR ${alias}.${name} NOT GLOB '${pattern}'` : '';
    return { column: name, sql: `${isNull}${malformed}` };
  });
}
