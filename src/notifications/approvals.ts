import { statement, type Statement } from '../database/index.js';
import { addDays, monthStart, startOf, weekStart, type Day } from '../schedule/index.js';
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
 * @param where SQL: a condition on the view's alias `a`
 */
export function approvalsStatement(name: string, where: string): Statement {
  const since = (bound: string) => `SUM(CASE WHEN a.occurred_at >= :${bound} THEN 1 ELSE 0 END)`;
  const daily = dayColumns.map(
    (column, index) =>
      `SUM(CASE WHEN a.occurred_at >= :bound${index} AND a.occurred_at < :bound${index + 1} THEN 1 ELSE 0 END) AS ${column}`,
  );
  return statement(
    name,
    ({ recompile }) =>
      `SELECT CAST(a.user_id AS nvarchar(20)) AS "userId", ${daily.join(', ')}, ${since('week')} AS week, ${since('month')} AS month
     FROM {source_invoice_approvals} a
     WHERE a.occurred_at >= :first AND a.occurred_at < :bound${listedDays} AND (${where})
     GROUP BY a.user_id${recompile}`,
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
