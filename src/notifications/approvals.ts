import { statement, type Dialect, type Statement } from '../database/index.js';
import { addDays, monthStart, startOf, weekStart, type Day } from '../schedule/index.js';
import { isInTime, timeBound, usableRows } from '../source/index.js';
import type { Batch } from './kind.js';

/** Calendar days that a summary lists one by one. */
export const listedDays = 7;

export interface ApprovalCounts {
  readonly userId: string;
  /** One count per calendar day, `listedDays` of them, the reference day last. */
  readonly days: readonly number[];
  /** Monday to the reference day. */
  readonly week: number;
  /** The first of the month to the reference day. */
  readonly month: number;
}

/** A day's count in a summary. */
export interface DayCount {
  readonly day: Day;
  readonly count: number;
  /** True if no earlier summary to this recipient covered the day. */
  readonly isNew: boolean;
}

/** @param days days of which the recipient had no summary yet */
export function dayCounts(referenceDay: Day, counts: readonly number[], days: readonly Day[]): DayCount[] {
  return counts.map((count, index) => {
    const day = addDays(referenceDay, index + 1 - listedDays);
    return { day, count, isNew: days.includes(day) };
  });
}

export interface Period {
  readonly from: Day;
  readonly until: Day;
}

export function periods(day: Day): { week: Period; month: Period } {
  return { week: { from: weekStart(day), until: day }, month: { from: monthStart(day), until: day } };
}

const dayColumns = Array.from({ length: listedDays }, (_, index) => `day${index}` as const);

/**
 * Counts the approved invoices of each user up to a day.
 * @param where SQL: narrows the approvals, by columns of the view
 */
export function approvalsStatement(name: string, where: string): Statement {
  const isSince = (bound: string, dialect: Dialect) => `a.occurred_at >= ${timeBound(`:${bound}`, dialect)}`;
  const since = (bound: string, dialect: Dialect) => `SUM(CASE WHEN ${isSince(bound, dialect)} THEN 1 ELSE 0 END)`;
  const daily = (dialect: Dialect) =>
    dayColumns.map(
      (column, index) =>
        `SUM(CASE WHEN ${isSince(`bound${index}`, dialect)} AND NOT ${isSince(`bound${index + 1}`, dialect)} THEN 1 ELSE 0 END) AS ${column}`,
    );
  return statement(
    name,
    (dialect) =>
      `SELECT CAST(a.user_id AS nvarchar(20)) AS "userId", ${daily(dialect).join(', ')},
       ${since('week', dialect)} AS week, ${since('month', dialect)} AS month
     FROM ${usableRows(
       'source_invoice_approvals',
       dialect,
       `${isInTime('source_invoice_approvals.occurred_at', { from: ':first', before: `:bound${listedDays}` }, dialect)} AND (${where})`,
     )} a
     GROUP BY a.user_id${dialect.recompile}`,
    { numbers: [...dayColumns, 'week', 'month'] },
  );
}

type ApprovalRow = { userId: string; week: number; month: number } & Record<`day${number}`, number>;

export const approvalsOfAll = approvalsStatement('office-activity.load-approvals', '1 = 1');

/** Counts approved invoices on the database server. @param counts made by `approvalsStatement` */
export async function approvalCounts(
  { database, clock, zone, token }: Batch,
  day: Day,
  counts: Statement,
): Promise<ApprovalCounts[]> {
  const bounds = Array.from({ length: listedDays + 1 }, (_, index) => addDays(day, index - listedDays + 1));
  const { week, month } = periods(day);
  const first = [bounds[0]!, week.from, month.from].sort()[0]!;
  const bound = (at: Day) => clock.toSource(startOf(at, zone));
  const rows = await database.query<ApprovalRow>(counts, {
    ...Object.fromEntries(bounds.map((at, index) => [`bound${index}`, bound(at)])),
    week: bound(week.from),
    month: bound(month.from),
    first: bound(first),
    token,
  });
  return rows.map((row) => ({
    userId: row.userId,
    days: dayColumns.map((column) => row[column]!),
    week: row.week,
    month: row.month,
  }));
}
