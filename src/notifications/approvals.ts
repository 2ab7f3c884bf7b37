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

/**
 * Counts the approved invoices of each user up to a day, on the database server.
 * @param where SQL: a condition on the view's alias `a`
 */
export async function approvalCounts(
  { database, clock, zone, token }: Batch,
  day: Day,
  where = '1 = 1',
): Promise<ApprovalCounts[]> {
  const bounds = Array.from({ length: listedDays + 1 }, (_, index) => addDays(day, index - listedDays + 1));
  const { week, month } = periods(day);
  const first = [bounds[0]!, week.from, month.from].sort()[0]!;
  const bound = (at: Day) => clock.toSource(startOf(at, zone));
  const since = (name: string) => `SUM(CASE WHEN a.occurred_at >= :${name} THEN 1 ELSE 0 END)`;
  const daily = bounds
    .slice(0, listedDays)
    .map(
      (_, index) =>
        `SUM(CASE WHEN a.occurred_at >= :bound${index} AND a.occurred_at < :bound${index + 1} THEN 1 ELSE 0 END) AS day${index}`,
    );
  const rows = await database.query<Record<string, number | string>>(
    `SELECT CAST(a.user_id AS nvarchar(20)) AS "userId", ${daily.join(', ')}, ${since('week')} AS week, ${since('month')} AS month
     FROM {source_invoice_approvals} a
     WHERE a.occurred_at >= :first AND a.occurred_at < :bound${listedDays} AND (${where})
     GROUP BY a.user_id`,
    {
      ...Object.fromEntries(bounds.map((at, index) => [`bound${index}`, bound(at)])),
      week: bound(week.from),
      month: bound(month.from),
      first: bound(first),
      token,
    },
  );
  return rows.map((row) => ({
    userId: String(row['userId']),
    days: daily.map((_, index) => Number(row[`day${index}`])),
    week: Number(row['week']),
    month: Number(row['month']),
  }));
}
