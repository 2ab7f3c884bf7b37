import { approvalCounts, listedDays, spans, type ApprovalCounts } from '../approvals.js';
import { groupBy } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import { summaryMessages, type SummaryMessage } from '../summary-days.js';
import type { OfficeActivityContent, OfficeRow } from './content.js';

interface User { userId: string; name: string | null; isBlocked: number | boolean }

/** A row for each user who may work in the program, and for blocked ones who approved something in the month. */
export async function loadOfficeActivity(batch: Batch): Promise<Map<string, OfficeActivityContent>> {
  const messages = await summaryMessages(batch);
  if (messages.length === 0) return new Map();
  const users = await batch.database.query<User>(
    'SELECT CAST(u.user_id AS nvarchar(20)) AS "userId", u.display_name AS name, u.is_blocked AS "isBlocked" FROM {source_users} u');
  const contents = new Map<string, OfficeActivityContent>();
  for (const [day, group] of groupBy(messages, (message) => message.day)) {
    const counts = new Map((await approvalCounts(batch, day)).map((row) => [row.userId, row]));
    for (const message of group) contents.set(message.messageId, contentOf(message, users, counts));
  }
  return contents;
}

function contentOf({ day, days }: SummaryMessage, users: readonly User[], counts: ReadonlyMap<string, ApprovalCounts>): OfficeActivityContent {
  const row = (counted: ApprovalCounts | undefined, user: string): OfficeRow => ({
    user,
    days: days.map((_, index) => counted?.days[listedDays - days.length + index] ?? 0),
    week: counted?.week ?? 0,
    month: counted?.month ?? 0,
  });
  const known = new Set(users.map(({ userId }) => userId));
  const rows = [
    ...users.filter(({ userId, isBlocked }) => !isBlocked || (counts.get(userId)?.month ?? 0) > 0)
      .map(({ userId, name }) => row(counts.get(userId), name ?? `#${userId}`)),
    ...[...counts.values()].filter(({ userId }) => !known.has(userId)).map((counted) => row(counted, `#${counted.userId}`)),
  ].sort((a, b) => a.user!.localeCompare(b.user!, 'pl'));
  return { referenceDay: day, days, ...spans(day), rows, total: totalOf(rows, days.length) };
}

function totalOf(rows: readonly OfficeRow[], days: number): OfficeRow {
  const sum = (pick: (row: OfficeRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    days: Array.from({ length: days }, (_, index) => sum((row) => row.days[index]!)),
    week: sum(({ week }) => week),
    month: sum(({ month }) => month),
  };
}
