import { statement } from '../database/index.js';
import { addDays, daysBetween, type Day } from '../schedule/index.js';
import { listedDays } from './approvals.js';
import type { Batch } from './kind.js';
import { messageId } from './claimed-events.js';

export interface SummaryMessage {
  readonly messageId: string;
  readonly userId: string | null;
  readonly day: Day;
  /** The days since the recipient's last summary, at most seven, the reference day last. */
  readonly days: readonly Day[];
}

const selectSummaries = statement(
  'summaries.load',
  `SELECT ${messageId} AS "messageId", CAST(m.user_id AS nvarchar(20)) AS "userId", CAST(m.reference_day AS nvarchar(10)) AS day,
       CAST((SELECT MAX(p.reference_day) FROM {messages} p
        WHERE p.kind = m.kind AND p.recipient = m.recipient AND p.reference_day < m.reference_day AND p.state <> 'skipped') AS nvarchar(10)) AS previous
     FROM {messages} m WHERE m.lease_owner = :token AND m.kind = :kind`,
);

export const summaryMessageStatements = [selectSummaries];

/** Loads the claimed summaries, each with the calendar days it covers. */
export async function summaryMessages({ database, token, kind }: Batch): Promise<SummaryMessage[]> {
  const rows = await database.query<{ messageId: string; userId: string | null; day: Day; previous: Day | null }>(
    selectSummaries,
    {
      token,
      kind: kind.id,
    },
  );
  return rows.map(({ previous, ...row }) => ({ ...row, days: daysSince(previous, row.day) }));
}

function daysSince(previous: Day | null, day: Day): Day[] {
  const earliest = addDays(day, 1 - listedDays);
  const first = previous === null ? day : addDays(previous, 1);
  return daysBetween(first < earliest ? earliest : first, day);
}
