import { statement, type Database } from '../database/index.js';
import { hasAddress, plainAddress } from '../source/index.js';
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

const selectClaimed = (name: string, columns: string, join: string) =>
  statement(
    name,
    `SELECT CAST(m.id AS nvarchar(20)) AS id, m.kind AS kind, m.slot AS slot, CAST(m.reference_day AS nvarchar(10)) AS "referenceDay",
       m.idempotency_key AS "idempotencyKey", m.attempt AS attempt, m.deferrals AS deferrals, m.fault_count AS "faultCount",
       m.first_refusal_at AS "firstRefusalAt", m.next_attempt_at AS "nextAttemptAt",
       m.message_id AS "messageId", m.address AS address,
       CAST(m.user_id AS nvarchar(20)) AS "userId", ${columns}
     FROM {messages} m ${join}
     WHERE m.lease_owner = :token ORDER BY m.id`,
    { numbers: ['attempt', 'deferrals', 'faultCount', 'hasAddress'] },
  );
const claimedWithUsers = selectClaimed(
  'outbox.read-claimed',
  `u.display_name AS name, LTRIM(RTRIM(u.email)) AS email, u.locale AS locale, u.is_blocked AS "isBlocked",
       CASE WHEN ${hasAddress('u')} THEN 1 ELSE 0 END AS "hasAddress"`,
  'LEFT JOIN {source_users} u ON u.user_id = m.user_id',
);
const claimedWithoutUsers = selectClaimed(
  'outbox.read-claimed-without-users',
  'NULL AS name, NULL AS email, NULL AS locale, NULL AS "isBlocked", 0 AS "hasAddress"',
  '',
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
  // A view that yields a user twice must not yield the message twice.
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  return once.map(({ userId, address, name, email, locale, isBlocked, hasAddress: reachable, ...message }) => ({
    ...message,
    recipient:
      userId === null
        ? { address: address!, name: null, locale: null }
        : userRecipient({ name, email, locale, isBlocked, reachable }),
  }));
}

function userRecipient({
  name,
  email,
  locale,
  isBlocked,
  reachable,
}: {
  name: string | null;
  email: string | null;
  locale: string | null;
  isBlocked: number | boolean | null;
  reachable: number;
}): Recipient | SkipReason {
  if (isBlocked === null) return 'no-user';
  if (isBlocked) return 'blocked';
  return reachable === 1 && email !== null && plainAddress.test(email)
    ? { address: email, name, locale }
    : 'no-address';
}
