import type { KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { waitingStateSql } from './message.js';
import { maxUnknownResends } from './retry-policy.js';

/** SQL: a message was `unknown` too often to be resent. */
export const unknownTooOftenSql = `{messages}.unknown_count > ${maxUnknownResends}`;

/**
 * Recovers what dead processes left. A message that was claimed goes back to the queue. One that was being sent becomes
 * `unknown`, and is sent again with the same Message-ID, unless its kind holds such messages for an operator or it was
 * `unknown` too often. Messages of kinds that are switched off are skipped, so that enabling a kind again floods nobody.
 * @param kinds all enabled kinds
 */
export async function recoverAbandoned(database: Database, kinds: readonly KindConfig[]): Promise<void> {
  const [past, isOff] = [leaseExpiredSql(database), otherKindsSql(kinds)];
  const [row] = await database.query<{ stale: number }>(
    `SELECT COUNT(*) AS stale FROM {messages} WHERE ${staleSql(database, kinds)}`,
  );
  if (row!.stale === 0) return;
  await database.transaction(async (transaction) => {
    await transaction.execute(
      `UPDATE {messages} SET state = ${waitingStateSql}, lease_owner = NULL, lease_until = NULL WHERE state = 'claimed' AND ${past}`,
    );
    await transaction.execute(
      `UPDATE {attempts} SET outcome = 'unknown', finished_at = ${database.dialect.now()}
       WHERE outcome IS NULL AND message_id IN (SELECT id FROM {messages} WHERE state = 'sending' AND ${past})`,
    );
    await transaction.execute(
      `UPDATE {messages} SET state = 'unknown', unknown_count = unknown_count + 1, lease_owner = NULL, lease_until = NULL
       WHERE state = 'sending' AND ${past}`,
    );
    await transaction.execute(
      `UPDATE {messages} SET state = 'skipped', reason = 'kind-off', finished_at = ${database.dialect.now()}
       WHERE state IN ('queued', 'deferred', 'unknown') AND ${isOff}`,
    );
    for (const { id } of kinds.filter(({ onUnknown }) => onUnknown === 'resend')) {
      await transaction.execute(
        `UPDATE {messages} SET state = ${waitingStateSql} WHERE state = 'unknown' AND kind = :kind AND NOT ${unknownTooOftenSql}`,
        { kind: id },
      );
    }
  });
}

/** SQL: a message of {messages} is to be recovered. */
export function staleSql(database: Database, kinds: readonly KindConfig[]): string {
  return `state = 'unknown' OR (state IN ('claimed', 'sending') AND ${leaseExpiredSql(database)}) OR (state IN ('queued', 'deferred') AND ${otherKindsSql(kinds)})`;
}

const leaseExpiredSql = ({ dialect }: Database) => `lease_until < ${dialect.now()}`;
const otherKindsSql = (kinds: readonly KindConfig[]) =>
  `kind NOT IN (${['', ...kinds.map(({ id }) => id)].map((id) => `'${id}'`).join(', ')})`;

/** Renews the leases of all messages that a process holds. */
export async function renewLeases(database: Database, owner: string, leaseMs: number): Promise<void> {
  await database.execute(
    `UPDATE {messages} SET lease_until = ${database.dialect.now(leaseMs)} WHERE lease_owner LIKE :owner AND state IN ('claimed', 'sending')`,
    { owner: `${owner}:%` },
  );
}

/** Puts back the messages that a process has claimed and not begun to send. */
export async function releaseClaims(database: Database, owner: string): Promise<void> {
  await database.execute(
    `UPDATE {messages} SET state = ${waitingStateSql}, lease_owner = NULL, lease_until = NULL
     WHERE lease_owner LIKE :owner AND state = 'claimed'`,
    { owner: `${owner}:%` },
  );
}
