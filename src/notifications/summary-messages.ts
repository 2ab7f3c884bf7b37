import { statement } from '../database/index.js';
import { addDays, startOf, type Day } from '../schedule/index.js';
import { claimBindings, messageId } from './claimed-events.js';
import type { Batch } from './kind.js';

/** A claimed summary, and what was planned for it. */
export interface SummaryMessage {
  readonly messageId: string;
  readonly userId: string | null;
  readonly day: Day;
  /** In the source's clock: approvals up to then are counted. A retry counts the same. */
  readonly until: string;
  /** When the figures were taken; NULL if the reference day was over. */
  readonly asOf: string | null;
  /** Reference day of the recipient's last summary, if there was one. */
  readonly previousDay: Day | null;
  /** True if that day was over when its figure was reported. */
  readonly wasPreviousOver: boolean;
  /** In the source's clock: up to when that summary counted. */
  readonly countedFrom: string | null;
}

interface Row {
  readonly messageId: string;
  readonly userId: string | null;
  readonly day: Day;
  readonly previousDay: Day | null;
  readonly countedFrom: string | null;
  readonly countedUntil: string | null;
}

const selectSummaries = statement(
  'summaries.load',
  `SELECT ${messageId} AS "messageId", CAST(m.user_id AS nvarchar(20)) AS "userId", CAST(m.reference_day AS nvarchar(10)) AS day,
       CAST(m.previous_day AS nvarchar(10)) AS "previousDay", m.counted_from AS "countedFrom", m.counted_until AS "countedUntil"
     FROM {messages} m WHERE m.lease_owner = :token AND m.kind = :kind`,
);

export const summaryMessageStatements = [selectSummaries];

export async function summaryMessages(batch: Batch): Promise<SummaryMessage[]> {
  const { database, clock, zone } = batch;
  const rows = await database.query<Row>(selectSummaries, claimBindings(batch));
  const endOf = (day: Day) => clock.toSource(startOf(addDays(day, 1), zone));
  return rows.map(({ countedUntil, ...row }) => {
    // A message that an earlier version planned has no such time.
    const until = countedUntil ?? endOf(row.day);
    return {
      ...row,
      until,
      asOf: until < endOf(row.day) ? clock.fromSource(until) : null,
      wasPreviousOver:
        row.previousDay === null || row.countedFrom === null || row.countedFrom >= endOf(row.previousDay),
    };
  });
}
