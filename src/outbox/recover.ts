import type { KindConfig } from '../config/index.js';
import type { Database } from '../database/index.js';
import { waitingStateSql } from './message.js';
import { maxUnknownResends } from './retry-policy.js';

/** SQL: a message `unknown` so often that sending it once more helps nobody. */
export const unknownTooOftenSql = `(SELECT COUNT(*) FROM {attempts} a WHERE a.message_id = {messages}.id AND a.outcome = 'unknown') > ${maxUnknownResends}`;

/**
 * Picks up what dead processes left: a lease past before sending goes back to the queue; while sending it
 * is `unknown`, and sent again with the same Message-ID unless its kind holds such mail for a person, or it was
 * unknown too often.
 * What belongs to a kind that is switched off ends here, so that switching it on again floods nobody.
 * @param kinds all that are switched on
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
      `UPDATE {messages} SET state = 'unknown', lease_owner = NULL, lease_until = NULL WHERE state = 'sending' AND ${past}`,
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

/** SQL on {messages}: what there is to pick up. */
export function staleSql(database: Database, kinds: readonly KindConfig[]): string {
  return `state = 'unknown' OR (state IN ('claimed', 'sending') AND ${leaseExpiredSql(database)}) OR (state IN ('queued', 'deferred') AND ${otherKindsSql(kinds)})`;
}

const leaseExpiredSql = ({ dialect }: Database) => `lease_until < ${dialect.now()}`;
const otherKindsSql = (kinds: readonly KindConfig[]) =>
  `kind NOT IN (${['', ...kinds.map(({ id }) => id)].map((id) => `'${id}'`).join(', ')})`;

/** Keeps the leases of everything one process holds. */
export async function renewLeases(database: Database, owner: string, leaseMs: number): Promise<void> {
  await database.execute(
    `UPDATE {messages} SET lease_until = ${database.dialect.now(leaseMs)} WHERE lease_owner LIKE :owner AND state IN ('claimed', 'sending')`,
    { owner: `${owner}:%` },
  );
}

/** Gives back what one process claimed and did not begin to send. */
export async function releaseClaims(database: Database, owner: string): Promise<void> {
  await database.execute(
    `UPDATE {messages} SET state = ${waitingStateSql}, lease_owner = NULL, lease_until = NULL
     WHERE lease_owner LIKE :owner AND state = 'claimed'`,
    { owner: `${owner}:%` },
  );
}
