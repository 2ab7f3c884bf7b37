import { isUsableAddress } from '../address.js';
import { statement, type Database, type Dialect } from '../database/index.js';
import { NotifyError } from '../errors/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { usableRows } from '../source/index.js';
import type { AbsentGuardian, ClaimedMessage, Recipient, SkipReason } from './message.js';
import { countOrZero, isTime } from './stored-values.js';

interface Row extends Omit<ClaimedMessage, 'recipient' | 'fault'> {
  /** The highest attempt on record. It is above `attempt` if somebody has changed the message by hand. */
  readonly lastAttempt: number | null;
  readonly userId: string | null;
  readonly address: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  readonly isBlocked: number | null;
  /** Number of guardians whose deputy the recipient is. */
  readonly absentGuardians: number;
}

/** SQL: the recipient of the message `m` is the deputy of `d`. */
const isDeputy = 'd.kind = m.kind AND d.slot = m.slot AND d.deputy_id = m.user_id';

const selectClaimed = (name: string, columns: string, join: (dialect: Dialect) => string) =>
  statement(
    name,
    (
      dialect,
    ) => `SELECT CAST(m.id AS nvarchar(20)) AS id, m.kind AS kind, m.slot AS slot, CAST(m.reference_day AS nvarchar(10)) AS "referenceDay",
       m.idempotency_key AS "idempotencyKey", m.attempt AS attempt,
       (SELECT MAX(a.attempt) FROM {attempts} a WHERE a.message_id = m.id) AS "lastAttempt", m.deferrals AS deferrals, m.fault_count AS "faultCount",
       (SELECT COUNT(*) FROM {message_events} me WHERE me.message_id = m.id) AS events,
       m.first_refusal_at AS "firstRefusalAt", m.next_attempt_at AS "nextAttemptAt",
       m.message_id AS "messageId", m.address AS address,
       CAST(m.user_id AS nvarchar(20)) AS "userId", ${columns}
     FROM {messages} m ${join(dialect)}
     WHERE m.lease_owner = :token ORDER BY m.next_attempt_at, m.id`,
    { numbers: ['attempt', 'lastAttempt', 'deferrals', 'faultCount', 'events', 'absentGuardians', 'isBlocked'] },
  );
const claimedWithUsers = selectClaimed(
  'outbox.read-claimed',
  `u.display_name AS name, LTRIM(RTRIM(u.email)) AS email, u.locale AS locale, u.is_blocked AS "isBlocked",
       (SELECT COUNT(*) FROM {planned_deputies} d WHERE ${isDeputy}) AS "absentGuardians"`,
  (dialect) =>
    `LEFT JOIN ${usableRows('source_users', dialect, 'source_users.user_id IN (SELECT m.user_id FROM {messages} m WHERE m.lease_owner = :token)')} u ON u.user_id = m.user_id`,
);
const claimedWithoutUsers = selectClaimed(
  'outbox.read-claimed-without-users',
  'NULL AS name, NULL AS email, NULL AS locale, NULL AS "isBlocked", 0 AS "absentGuardians"',
  () => '',
);

const claimedDeputies = `FROM {messages} m JOIN {planned_deputies} d ON ${isDeputy} WHERE m.lease_owner = :token`;
const selectAbsentGuardians = statement(
  'outbox.read-absent-guardians',
  (dialect) => `SELECT d.id AS id, u.display_name AS name, CAST(d.user_id AS nvarchar(20)) AS "userId",
       CAST(d.until_date AS nvarchar(10)) AS until
     FROM (SELECT CAST(m.id AS nvarchar(20)) AS id, d.user_id, d.until_date ${claimedDeputies}) d
     LEFT JOIN ${usableRows('source_users', dialect, `source_users.user_id IN (SELECT d.user_id ${claimedDeputies})`)} u
       ON u.user_id = d.user_id
     ORDER BY d.id, d.until_date, d.user_id`,
);

export const readClaimedStatements = [claimedWithUsers, claimedWithoutUsers, selectAbsentGuardians];

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
  const hasDeputies = rows.some(({ absentGuardians }) => absentGuardians > 0);
  const absent = hasDeputies ? await readAbsentGuardians(database, token) : new Map<string, AbsentGuardian[]>();
  return rows.map(({ userId, address, name, email, locale, isBlocked, absentGuardians, ...message }) => ({
    ...message,
    attempt: Math.max(message.attempt, message.lastAttempt ?? 0),
    faultCount: countOrZero(message.faultCount),
    recipient:
      userId === null
        ? configuredRecipient(address)
        : withDeputyFor(
            userRecipient({ name: name ?? `#${userId}`, email, locale, isBlocked }),
            absentGuardians === 0 ? undefined : absent.get(message.id),
          ),
    ...omitUndefined({ fault: faultOf(message) }),
  }));
}

/** The fault of a row with a value that cannot be read. */
function faultOf(row: Pick<Row, 'id' | 'slot' | 'attempt' | 'deferrals' | 'firstRefusalAt'>): NotifyError | undefined {
  const { id, slot, attempt, deferrals, firstRefusalAt } = row;
  const columns = [
    { column: 'slot', found: slot, isSound: isTime(slot) },
    { column: 'attempt', found: attempt, isSound: Number.isInteger(attempt) },
    { column: 'deferrals', found: deferrals, isSound: Number.isInteger(deferrals) },
    { column: 'first_refusal_at', found: firstRefusalAt, isSound: firstRefusalAt === null || isTime(firstRefusalAt) },
  ];
  const unsound = columns.find(({ isSound }) => !isSound);
  if (unsound === undefined) return undefined;
  const { column, found } = unsound;
  return new NotifyError('STATE_UNREADABLE', { table: 'messages', row: `#${id}`, column, found: String(found) });
}

function configuredRecipient(address: string | null): Recipient | SkipReason {
  return address === null ? 'no-address' : { address, name: null, locale: null };
}

/** By message, the guardians whose deputy its recipient is. */
async function readAbsentGuardians(database: Database, token: string): Promise<Map<string, AbsentGuardian[]>> {
  const rows = await database.query<{ id: string; name: string | null; userId: string; until: string }>(
    selectAbsentGuardians,
    { token },
  );
  const absent = new Map<string, AbsentGuardian[]>();
  for (const { id, name, userId, until } of rows)
    absent.set(id, [...(absent.get(id) ?? []), { name: name ?? `#${userId}`, until }]);
  return absent;
}

function withDeputyFor(
  recipient: Recipient | SkipReason,
  deputyFor: readonly AbsentGuardian[] | undefined,
): Recipient | SkipReason {
  return typeof recipient === 'string' || deputyFor === undefined ? recipient : { ...recipient, deputyFor };
}

function userRecipient({
  name,
  email,
  locale,
  isBlocked,
}: {
  name: string;
  email: string | null;
  locale: string | null;
  isBlocked: number | null;
}): Recipient | SkipReason {
  if (isBlocked === null) return 'no-user';
  if (isBlocked === 1) return 'blocked';
  return email !== null && isUsableAddress(email) ? { address: email, name, locale } : 'no-address';
}
