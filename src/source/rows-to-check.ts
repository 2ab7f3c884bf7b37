import type { Dialect } from '../database/index.js';
import { valuesOf, viewNamed } from './column-sql.js';
import type { ViewName } from './contract.js';

/**
 * SQL: the rows of a view in which faults are looked for, as a table: of events those from `:from` on and those whose
 * time is none, of findings those of such events, of deputies the absences that begin or end from `:from` on and those
 * with a date that is none, of other views all. UNION ALL uses an index for each part. With OR a database would read
 * all rows; only the view of deputies has few enough.
 */
export function rowsToCheck(name: ViewName, dialect: Dialect): string {
  const { mayBeFrom, isWrong, malformedTimes, malformedIds } = valuesOf(dialect);
  const isTimed = viewNamed(name).columns.some((column) => column.name === 'occurred_at');
  if (isTimed) return union(name, [mayBeFrom('occurred_at', ':from'), ...malformedTimes('occurred_at')]);
  if (name === 'source_deputies') {
    const dates = viewNamed(name).columns.filter(({ type }) => type === 'date');
    const isCurrent = dates.map(
      (date) => `${mayBeFrom(date.name, ':from')} OR ${date.name} IS NULL OR ${isWrong(date, date.name)}`,
    );
    return union(name, [isCurrent.join(' OR ')]);
  }
  if (name !== 'source_audit_findings') return `{${name}}`;
  const inWindow = `event_id IN (SELECT a.event_id FROM {source_audits} a WHERE ${mayBeFrom('a.occurred_at', ':from')})`;
  return union(name, [inWindow, ...malformedIds('event_id')]);
}

function union(name: ViewName, conditions: readonly string[]): string {
  return `(${conditions.map((condition) => `SELECT * FROM {${name}} WHERE ${condition}`).join(' UNION ALL ')})`;
}
