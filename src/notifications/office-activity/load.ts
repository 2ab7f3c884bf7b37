import { statement } from '../../database/index.js';
import { usableRows } from '../../source/index.js';
import { addDays, type Day } from '../../schedule/index.js';
import { approvalCounts, approvalsOfAll, dayCounts, listedDays, periods, type ApprovalCounts } from '../approvals.js';
import { groupBy } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import { summaryMessages, summaryMessageStatements, type SummaryMessage } from '../summary-days.js';
import type { OfficeActivityContent, OfficeFigures } from './content.js';

/** Users with a row of their own. */
const shownUsers = 60;

interface User {
  userId: string;
  name: string | null;
  isBlocked: number | boolean;
}
interface Approvals {
  readonly days: readonly number[];
  readonly week: number;
  readonly month: number;
}
interface Row extends Approvals {
  readonly user: string;
}

const none: Approvals = { days: Array.from({ length: listedDays }, () => 0), week: 0, month: 0 };

const selectUsers = statement(
  'office-activity.load-users',
  (dialect) =>
    `SELECT CAST(u.user_id AS nvarchar(20)) AS "userId", u.display_name AS name, u.is_blocked AS "isBlocked"
     FROM ${usableRows('source_users', dialect)} u`,
);

export const officeActivityStatements = [...summaryMessageStatements, selectUsers, approvalsOfAll];

/** One row per user who is not blocked, and per blocked user who approved something in the month. */
export async function loadOfficeActivity(batch: Batch): Promise<Map<string, OfficeActivityContent>> {
  const messages = await summaryMessages(batch);
  if (messages.length === 0) return new Map();
  const users = await batch.database.query<User>(selectUsers);
  const contents = new Map<string, OfficeActivityContent>();
  for (const [day, group] of groupBy(messages, (message) => message.day)) {
    const rows = rowsOf(
      users,
      new Map((await approvalCounts(batch, day, approvalsOfAll)).map((row) => [row.userId, row])),
    );
    for (const message of group) contents.set(message.messageId, contentOf(message, rows));
  }
  return contents;
}

function rowsOf(users: readonly User[], counts: ReadonlyMap<string, ApprovalCounts>): Row[] {
  const known = new Set(users.map(({ userId }) => userId));
  return [
    ...users
      .filter(({ userId, isBlocked }) => !isBlocked || (counts.get(userId)?.month ?? 0) > 0)
      .map(({ userId, name }) => ({ ...(counts.get(userId) ?? none), user: name ?? `#${userId}` })),
    ...[...counts.values()]
      .filter(({ userId }) => !known.has(userId))
      .map((counted) => ({ ...counted, user: `#${counted.userId}` })),
  ];
}

function contentOf({ day, days }: SummaryMessage, rows: readonly Row[]): OfficeActivityContent {
  const byActivity = [...rows].sort((a, b) => b.month - a.month || a.user.localeCompare(b.user, 'pl'));
  const [shown, rest] = [byActivity.slice(0, shownUsers), byActivity.slice(shownUsers)];
  const total = sumOf(rows);
  const figures = (row: Approvals) => figuresOf(row, day, days);
  return {
    referenceDay: day,
    recent: dayCounts(day, total.days, days),
    ...periods(day),
    rows: shown.sort((a, b) => a.user.localeCompare(b.user, 'pl')).map((row) => ({ user: row.user, ...figures(row) })),
    more: rest.length === 0 ? null : { users: rest.length, ...figures(sumOf(rest)) },
    total: figures(total),
  };
}

function figuresOf(row: Approvals, referenceDay: Day, days: readonly Day[]): OfficeFigures {
  const earlier = row.days
    .map((count, index) => ({ day: addDays(referenceDay, index + 1 - listedDays), count }))
    .slice(0, -1);
  return {
    day: row.days.at(-1)!,
    earlier: earlier.filter(({ day, count }) => count > 0 && days.includes(day)),
    week: row.week,
    month: row.month,
  };
}

function sumOf(rows: readonly Approvals[]): Approvals {
  const sum = (pick: (row: Approvals) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    days: none.days.map((_, index) => sum((row) => row.days[index]!)),
    week: sum(({ week }) => week),
    month: sum(({ month }) => month),
  };
}
