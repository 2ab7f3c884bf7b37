import { statement } from '../../database/index.js';
import type { Day } from '../../schedule/index.js';
import { isInTime, isReachable, usableCopies, usableRows } from '../../source/index.js';
import { addressKey, type Plan } from './plan.js';

/** The period whose approvals a summary counts, in the source's clock. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

const insertUserSummaries = statement(
  'planning.insert-user-summaries',
  (dialect) =>
    `INSERT INTO {messages} (idempotency_key, kind, slot, reference_day, recipient, user_id, state, created_at)
     SELECT CONCAT(:kind, '|', :dayKey, '|user:', u.user_id), :kind, :slot, :day, CONCAT('user:', u.user_id), u.user_id, 'queued', :now
     FROM ${usableRows('source_users', dialect)} u
     WHERE ${isReachable('u', dialect)}
     AND u.user_id IN (SELECT a.user_id FROM ${usableCopies(
       'source_invoice_approvals',
       dialect,
       isInTime('source_invoice_approvals.occurred_at', { from: ':from', before: ':until' }, dialect),
     )} a)
     AND NOT EXISTS (SELECT 1 FROM {messages} m WHERE m.idempotency_key = CONCAT(:kind, '|', :dayKey, '|user:', u.user_id))${dialect.recompile}`,
);
const insertAddressSummary = statement(
  'planning.insert-address-summary',
  `INSERT INTO {messages} (idempotency_key, kind, slot, reference_day, recipient, address, state, created_at)
       SELECT :key, :kind, :slot, :day, :recipient, :address, 'queued', :now
       WHERE NOT EXISTS (SELECT 1 FROM {messages} m WHERE m.idempotency_key = :key)`,
);

export const summaryStatements = [insertUserSummaries, insertAddressSummary];

/** Enqueues a summary for each reachable user who approved an invoice in the period and has no summary of the day. */
export async function enqueueUserSummaries(
  { transaction, kind, slot, now }: Plan,
  day: Day,
  { from, until }: Period,
): Promise<void> {
  await transaction.execute(insertUserSummaries, {
    kind: kind.id,
    slot,
    day,
    dayKey: `on ${day}`,
    from,
    until,
    now: now.toISOString(),
  });
}

/** Enqueues a summary for each configured address that has none of the day. */
export async function enqueueAddressSummaries({ transaction, kind, slot, now }: Plan, day: Day): Promise<void> {
  for (const address of kind.recipients) {
    const recipient = addressKey(address);
    const key = `${kind.id}|on ${day}|${recipient}`;
    await transaction.execute(insertAddressSummary, {
      key,
      kind: kind.id,
      slot,
      day,
      recipient,
      address,
      now: now.toISOString(),
    });
  }
}
