import type { KindConfig } from '../config/index.js';
import { statement, type Database, type Dialect, type Statement } from '../database/index.js';
import { leasedSql, type LeaseLengths } from './leases.js';
import { waitingStateSql } from './message.js';
import { maxUnknownResends } from './retry-policy.js';

/** SQL: a message was `unknown` too often to be resent. */
export const unknownTooOftenSql = `{messages}.unknown_count > ${maxUnknownResends}`;

/** SQL: a lease is over, or somebody has removed its time by hand. */
const leaseExpiredSql = ({ now }: Dialect) => `(lease_until IS NULL OR lease_until < ${now()})`;
const otherKindsSql = (kinds: readonly KindConfig[]) =>
  `kind NOT IN (${['', ...kinds.map(({ id }) => id)].map((id) => `'${id}'`).join(', ')})`;

/** SQL: a message of {messages} is to be recovered. */
export function staleSql(dialect: Dialect, kinds: readonly KindConfig[]): string {
  return `state = 'unknown' OR (${leasedSql} AND ${leaseExpiredSql(dialect)}) OR (state IN ('queued', 'deferred') AND ${otherKindsSql(kinds)})`;
}

const countStale = (kinds: readonly KindConfig[]) =>
  statement(
    'outbox.count-stale',
    (dialect) => `SELECT COUNT(*) AS stale FROM {messages} WHERE ${staleSql(dialect, kinds)}`,
    { numbers: ['stale'], readsPast: true },
  );
const requeueClaimed = statement(
  'outbox.requeue-claimed',
  (dialect) =>
    `UPDATE {messages} SET state = ${waitingStateSql}, lease_owner = NULL, lease_until = NULL WHERE state = 'claimed' AND ${leaseExpiredSql(dialect)}`,
);
const markUnknown = statement(
  'outbox.mark-unknown',
  (dialect) =>
    `UPDATE {messages} SET state = 'unknown', unknown_count = unknown_count + 1, lease_owner = NULL, lease_until = NULL
       WHERE state = 'sending' AND ${leaseExpiredSql(dialect)}`,
);
/** By the state, because more leases may have expired since `markUnknown` ran. */
const endUnknownAttempts = statement(
  'outbox.end-unknown-attempts',
  ({ now }) =>
    `UPDATE {attempts} SET outcome = 'unknown', finished_at = ${now()}
       WHERE outcome IS NULL AND message_id IN (SELECT id FROM {messages} WHERE state = 'unknown')`,
);
const skipOtherKinds = (kinds: readonly KindConfig[]) =>
  statement(
    'outbox.skip-other-kinds',
    (dialect) =>
      `UPDATE {messages} SET state = 'skipped', reason = 'kind-off', finished_at = ${dialect.now()}
       WHERE state IN ('queued', 'deferred', 'unknown') AND ${otherKindsSql(kinds)}`,
  );
const requeueUnknown = statement(
  'outbox.requeue-unknown',
  `UPDATE {messages} SET state = ${waitingStateSql} WHERE state = 'unknown' AND kind = :kind AND NOT ${unknownTooOftenSql}`,
);
const renewMessageLeases = statement(
  'outbox.renew-leases',
  ({ now }) =>
    `UPDATE {messages} SET lease_until = CASE WHEN state = 'sending' THEN ${now(':sendingLeaseMs')} ELSE ${now(':claimLeaseMs')} END
     WHERE lease_owner LIKE :owner AND ${leasedSql}`,
  { integers: ['claimLeaseMs', 'sendingLeaseMs'] },
);
const releaseClaimed = statement(
  'outbox.release-claims',
  `UPDATE {messages} SET state = ${waitingStateSql}, lease_owner = NULL, lease_until = NULL
     WHERE lease_owner LIKE :owner AND state = 'claimed'`,
);

export const recoverStatements = (kinds: readonly KindConfig[]): Statement[] => [
  countStale(kinds),
  requeueClaimed,
  markUnknown,
  endUnknownAttempts,
  skipOtherKinds(kinds),
  requeueUnknown,
  renewMessageLeases,
  releaseClaimed,
];

/**
 * Recovers what dead processes left. A message that was claimed goes back to the queue. One that was being sent becomes
 * `unknown`, and is sent again with the same Message-ID, unless its kind holds such messages for an operator or it was
 * `unknown` too often. Messages of kinds that are switched off are skipped, so that enabling a kind again floods
 * nobody.
 * @param kinds all enabled kinds
 */
export async function recoverAbandoned(database: Database, kinds: readonly KindConfig[]): Promise<void> {
  const [row] = await database.query<{ stale: number }>(countStale(kinds));
  if (row!.stale === 0) return;
  await database.transaction(async (transaction) => {
    for (const change of [requeueClaimed, markUnknown, endUnknownAttempts, skipOtherKinds(kinds)])
      await transaction.execute(change);
    for (const { id } of kinds.filter(({ onUnknown }) => onUnknown === 'resend'))
      await transaction.execute(requeueUnknown, { kind: id });
  });
}

/** Renews the leases of all messages that a process holds. */
export async function renewLeases(
  database: Database,
  { owner, claimLeaseMs, sendingLeaseMs }: LeaseLengths & { readonly owner: string },
): Promise<void> {
  await database.execute(renewMessageLeases, { owner: `${owner}:%`, claimLeaseMs, sendingLeaseMs });
}

/** Puts back the messages that a process has claimed and not begun to send. */
export async function releaseClaims(database: Database, owner: string): Promise<void> {
  await database.execute(releaseClaimed, { owner: `${owner}:%` });
}
