import { statement } from '../../database/index.js';
import type { Day } from '../../schedule/index.js';
import { isInTime, isReachable, timeBound, usableCopies, usableRows } from '../../source/index.js';
import { addressKey, type Plan } from './plan.js';

/** Days, and when the first begins, in the source's clock. */
export interface ClosedDays {
  readonly first: Day;
  readonly last: Day;
  readonly from: string;
}

/** The day of a summary, and the bounds of what is counted for it, in the source's clock. */
export interface SummaryPeriod {
  readonly day: Day;
  /** The end of the day, or the present. */
  readonly until: string;
  /** For a recipient without an earlier summary: approvals since then are new. */
  readonly from: string;
  /** Weeks and months that ended before those of the day, one at least. */
  readonly closed: readonly ClosedDays[];
}

/** How many ended weeks and months may each bring a user a summary although nothing is new, at most. */
const closedPeriods = 20;

/** SQL: a value of the last summary before this one that a recipient got or will get, or that was discarded. */
const lastSummary = (value: 'reference_day' | 'counted_until', recipient: string) =>
  `(SELECT MAX(p.${value}) FROM {messages} p WHERE p.kind = :kind AND p.recipient = ${recipient}
    AND p.reference_day < :day AND (p.state NOT IN ('skipped', 'failed') OR p.reason = 'discarded'))`;

const userKey = (user: string) => `CONCAT(:kind, '|', :dayKey, '|user:', ${user}.user_id)`;
const userRecipient = "CONCAT('user:', u.user_id)";
const closedRows = Array.from(
  { length: closedPeriods },
  (_, index) => `SELECT :first${index} AS first_day, :last${index} AS last_day, :from${index} AS starts_at`,
).join(' UNION ALL ');

const insertUserSummaries = statement(
  'planning.insert-user-summaries',
  (dialect) =>
    `INSERT INTO {messages} (idempotency_key, kind, slot, reference_day, previous_day, counted_from, counted_until, recipient,
       user_id, state, created_at)
     SELECT ${userKey('r')}, :kind, :slot, :day, r.previous_day, r.counted_from, :until, CONCAT('user:', r.user_id), r.user_id,
       'queued', :now
     FROM (
       SELECT u.user_id AS user_id, ${lastSummary('reference_day', userRecipient)} AS previous_day,
         ${lastSummary('counted_until', userRecipient)} AS counted_from
       FROM ${usableRows('source_users', dialect)} u
       WHERE ${isReachable('u', dialect)} AND NOT EXISTS (SELECT 1 FROM {messages} m WHERE m.idempotency_key = ${userKey('u')})
     ) r JOIN (
       SELECT a.user_id AS user_id, MAX(a.occurred_at) AS last_at
       FROM ${usableCopies(
         'source_invoice_approvals',
         dialect,
         isInTime('source_invoice_approvals.occurred_at', { from: ':earliest', before: ':until' }, dialect),
       )} a GROUP BY a.user_id
     ) approved ON approved.user_id = r.user_id
     WHERE (r.counted_from IS NULL AND approved.last_at >= ${timeBound(':from', dialect)})
     OR approved.last_at >= ${timeBound('r.counted_from', dialect)}
     OR EXISTS (SELECT 1 FROM (${closedRows}) closed WHERE r.previous_day >= closed.first_day AND r.previous_day <= closed.last_day
       AND approved.last_at >= ${timeBound('closed.starts_at', dialect)})${dialect.recompile}`,
);
const insertAddressSummary = statement(
  'planning.insert-address-summary',
  `INSERT INTO {messages} (idempotency_key, kind, slot, reference_day, previous_day, counted_from, counted_until, recipient, address,
         state, created_at)
       SELECT :key, :kind, :slot, :day, ${lastSummary('reference_day', ':recipient')}, ${lastSummary('counted_until', ':recipient')}, :until,
         :recipient, :address, 'queued', :now
       WHERE NOT EXISTS (SELECT 1 FROM {messages} m WHERE m.idempotency_key = :key)`,
);

const countApprovals = statement(
  'planning.count-approvals',
  (dialect) =>
    `SELECT COUNT(*) AS approvals FROM ${usableCopies(
      'source_invoice_approvals',
      dialect,
      isInTime('source_invoice_approvals.occurred_at', { from: ':from', until: ':until' }, dialect),
    )} a${dialect.recompile}`,
  { numbers: ['approvals'] },
);

export const summaryStatements = [insertUserSummaries, insertAddressSummary, countApprovals];

/** The approvals since the slot before. */
export async function countNewApprovals({ transaction, clock, previousSlot, windowStart, now }: Plan): Promise<number> {
  const [row] = await transaction.query<{ approvals: number }>(countApprovals, {
    from: clock.toSource(previousSlot ?? windowStart),
    until: clock.toSource(now),
  });
  return row!.approvals;
}

/**
 * Enqueues a summary for each reachable user who has none of the day, if something is new: an approval since the last
 * summary, or the end of a week or month in which the user approved something.
 */
export async function enqueueUserSummaries(
  { transaction, kind, slot, now }: Plan,
  { day, until, from, closed }: SummaryPeriod,
): Promise<void> {
  await transaction.execute(insertUserSummaries, {
    kind: kind.id,
    slot,
    day,
    dayKey: `on ${day}`,
    until,
    from,
    earliest: [from, ...closed.map((period) => period.from)].sort()[0]!,
    now: now.toISOString(),
    ...closedBindings(closed),
  });
}

/** The first period stands for the ones that are missing. */
function closedBindings(closed: readonly ClosedDays[]): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: closedPeriods }, (_, index) => {
      const { first, last, from } = closed[index] ?? closed[0]!;
      return [
        [`first${index}`, first],
        [`last${index}`, last],
        [`from${index}`, from],
      ] as const;
    }).flat(),
  );
}

/** Enqueues a summary for each configured address that has none of the day. */
export async function enqueueAddressSummaries(
  { transaction, kind, slot, now }: Plan,
  { day, until }: SummaryPeriod,
): Promise<void> {
  for (const address of kind.recipients) {
    const recipient = addressKey(address);
    const key = `${kind.id}|on ${day}|${recipient}`;
    await transaction.execute(insertAddressSummary, {
      key,
      kind: kind.id,
      slot,
      day,
      until,
      recipient,
      address,
      now: now.toISOString(),
    });
  }
}
