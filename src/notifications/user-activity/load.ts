import { approvalCounts, approvalsStatement, dayCounts, periods, type ApprovalCounts } from '../approvals.js';
import { groupBy } from '../claimed-events.js';
import type { Batch } from '../kind.js';
import { summaryMessages, summaryMessageStatements, type SummaryMessage } from '../summary-days.js';
import type { UserActivityContent } from './content.js';

const approvalsOfRecipients = approvalsStatement(
  'user-activity.load',
  'source_invoice_approvals.user_id IN (SELECT m.user_id FROM {messages} m WHERE m.lease_owner = :token)',
);

export const userActivityStatements = [...summaryMessageStatements, approvalsOfRecipients];

/** One query per reference day in the batch: one in all, unless it contains retries of another day. */
export async function loadUserActivity(batch: Batch): Promise<Map<string, UserActivityContent>> {
  const contents = new Map<string, UserActivityContent>();
  for (const [day, messages] of groupBy(await summaryMessages(batch), (message) => message.day)) {
    const counts = await approvalCounts(batch, day, approvalsOfRecipients);
    const countsOf = new Map(counts.map((row) => [row.userId, row]));
    for (const message of messages) {
      const found = countsOf.get(message.userId ?? '');
      if (found !== undefined && found.month > 0) contents.set(message.messageId, contentOf(message, found));
    }
  }
  return contents;
}

function contentOf({ day, days }: SummaryMessage, counts: ApprovalCounts): UserActivityContent {
  const { week, month } = periods(day);
  return {
    referenceDay: day,
    days: dayCounts(day, counts.days, days),
    week: { ...week, count: counts.week },
    month: { ...month, count: counts.month },
  };
}
