import { approvalsStatements, countApprovals, noApprovals } from '../approvals.js';
import { groupBy, linksOf } from '../claimed-events.js';
import { figuresOf } from '../figures.js';
import type { Batch } from '../kind.js';
import { summaryMessages, summaryMessageStatements, type SummaryMessage } from '../summary-messages.js';
import { summarySpans } from '../summary-spans.js';
import type { UserActivityContent } from './content.js';

const isClaimed = 'm.lease_owner = :token AND m.kind = :kind AND m.reference_day = :day';
const countOfRecipients = approvalsStatements('user-activity.load', {
  where: `source_invoice_approvals.user_id IN (SELECT m.user_id FROM {messages} m WHERE ${isClaimed})`,
  join: `JOIN {messages} m ON m.user_id = a.user_id AND ${isClaimed}`,
  freshSince: 'm.counted_from',
});

export const userActivityStatements = [...summaryMessageStatements, ...countOfRecipients];

/** One query per reference day in the batch: one in all, unless it contains retries of another day. */
export async function loadUserActivity(batch: Batch): Promise<Map<string, UserActivityContent>> {
  const contents = new Map<string, UserActivityContent>();
  const groups = groupBy(await summaryMessages(batch), ({ day, until }) => `${day} ${until}`);
  for (const group of groups.values()) await loadGroup(batch, group, contents);
  return contents;
}

async function loadGroup(
  batch: Batch,
  messages: readonly SummaryMessage[],
  contents: Map<string, UserActivityContent>,
): Promise<void> {
  const { day, until } = messages[0]!;
  const since = messages.map(({ previousDay }) => previousDay ?? day).sort()[0]!;
  const spans = summarySpans({ day, until, since }, batch.clock, batch.zone);
  const bindings = { token: batch.token, kind: batch.kind.id, day };
  const counts = await countApprovals(batch, spans.all, countOfRecipients, bindings);
  for (const message of messages) {
    const figures = figuresOf(message, spans, counts.get(message.userId ?? '') ?? noApprovals(spans.all));
    const reported = [figures.month, figures.week, ...figures.days, ...figures.closed];
    if (reported.some(({ count }) => count > 0))
      contents.set(message.messageId, { ...figures, ...linksOf(batch.kind) });
  }
}
