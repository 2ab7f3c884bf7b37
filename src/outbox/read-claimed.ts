import { statement, type Database, type Dialect } from '../database/index.js';
import { hasAddress, usableRows } from '../source/index.js';
import type { ClaimedMessage, Recipient, SkipReason } from './message.js';

interface Row extends Omit<ClaimedMessage, 'recipient'> {
  readonly userId: string | null;
  readonly address: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  readonly isBlocked: number | boolean | null;
  readonly hasAddress: number;
}

const selectClaimed = (name: string, columns: (dialect: Dialect) => string, join: (dialect: Dialect) => string) =>
  statement(
    name,
    (
      dialect,
    ) => `SELECT CAST(m.id AS nvarchar(20)) AS id, m.kind AS kind, m.slot AS slot, CAST(m.reference_day AS nvarchar(10)) AS "referenceDay",
       m.idempotency_key AS "idempotencyKey", m.attempt AS attempt, m.deferrals AS deferrals, m.fault_count AS "faultCount",
       (SELECT COUNT(*) FROM {message_events} me WHERE me.message_id = m.id) AS events,
       m.first_refusal_at AS "firstRefusalAt", m.next_attempt_at AS "nextAttemptAt",
       m.message_id AS "messageId", m.address AS address,
       CAST(m.user_id AS nvarchar(20)) AS "userId", ${columns(dialect)}
     FROM {messages} m ${join(dialect)}
     WHERE m.lease_owner = :token ORDER BY m.next_attempt_at, m.id`,
    { numbers: ['attempt', 'deferrals', 'faultCount', 'events', 'hasAddress'] },
  );
const claimedWithUsers = selectClaimed(
  'outbox.read-claimed',
  (dialect) => `u.display_name AS name, LTRIM(RTRIM(u.email)) AS email, u.locale AS locale, u.is_blocked AS "isBlocked",
       CASE WHEN ${hasAddress('u', dialect)} THEN 1 ELSE 0 END AS "hasAddress"`,
  (dialect) =>
    `LEFT JOIN ${usableRows('source_users', dialect, 'source_users.user_id IN (SELECT m.user_id FROM {messages} m WHERE m.lease_owner = :token)')} u ON u.user_id = m.user_id`,
);
const claimedWithoutUsers = selectClaimed(
  'outbox.read-claimed-without-users',
  () => 'NULL AS name, NULL AS email, NULL AS locale, NULL AS "isBlocked", 0 AS "hasAddress"',
  () => '',
);

export const readClaimedStatements = [claimedWithUsers, claimedWithoutUsers];

/**
 * Loads the messages of a claim, each with its recipient's present address, or the reason why there is none.
 * @param withUsers false to read no view; then only configured addresses are recipients
 */
export async function readClaimed(
  database: Database,
  token: string,
  { withUsers = true } = {},
): Promise<ClaimedMessage[]> {
  const rows = await database.query<Row>(withUsers ? claimedWithUsers : claimedWithoutUsers, { token });
  return rows.map(({ userId, address, name, email, locale, isBlocked, hasAddress: reachable, ...message }) => ({
    ...message,
    recipient:
      userId === null
        ? { address: address!, name: null, locale: null }
        : userRecipient({ name: name ?? `#${userId}`, email, locale, isBlocked, reachable }),
  }));
}

function userRecipient({
  name,
  email,
  locale,
  isBlocked,
  reachable,
}: {
  name: string;
  email: string | null;
  locale: string | null;
  isBlocked: number | boolean | null;
  reachable: number;
}): Recipient | SkipReason {
  if (isBlocked === null) return 'no-user';
  if (isBlocked) return 'blocked';
  return reachable === 1 && email !== null ? { address: email, name, locale } : 'no-address';
}
