import type { KindId } from '../config/index.js';
import { statement, type Database, type Dialect } from '../database/index.js';
import { usableRows } from '../source/index.js';
import { messageStates, type MessageState, type SkipReason } from './message.js';
import { addressKey } from './planning/plan.js';

/** A message with its recipient and its last attempt, for an operator. Times are ISO 8601, UTC. */
export interface ListedMessage {
  readonly id: string;
  readonly kind: KindId;
  /** `user:<id>` or `address:<address>`. */
  readonly recipient: string;
  /** As the source has it now. Null for an address of the configuration and for a user that is gone. */
  readonly name: string | null;
  /** Of the last attempt; without one, as the source has it now. */
  readonly address: string | null;
  readonly state: MessageState;
  readonly reason: SkipReason | null;
  readonly plannedAt: string;
  readonly lastAttemptAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly account: string | null;
  /** The server's last reply. */
  readonly reply: string | null;
}

export interface MessageFilter {
  /** Planned at or after this time. */
  readonly since: Date;
  readonly states?: readonly MessageState[];
  readonly kinds?: readonly KindId[];
  readonly address?: string;
}

const userRows = (dialect: Dialect) => usableRows('source_users', dialect);
/** Stands for the users if their view cannot be read. */
const noUserRows = () =>
  '(SELECT CAST(NULL AS bigint) AS user_id, CAST(NULL AS nvarchar(1)) AS display_name, CAST(NULL AS nvarchar(1)) AS email WHERE 1 = 0)';

type Users = typeof userRows;

const listedColumns = (
  dialect: Dialect,
  users: Users,
) => `SELECT CAST(m.id AS nvarchar(20)) AS id, m.kind AS kind, m.recipient AS recipient, m.state AS state,
       m.reason AS reason, m.created_at AS "plannedAt", m.next_attempt_at AS "nextAttemptAt",
       u.display_name AS name, LTRIM(RTRIM(u.email)) AS email, m.address AS "configuredAddress",
       a.address AS "attemptAddress", a.started_at AS "lastAttemptAt", a.account AS account,
       COALESCE(m.last_error, a.reply_text) AS reply
     FROM {messages} m LEFT JOIN {attempts} a ON a.message_id = m.id AND a.attempt = m.attempt
     LEFT JOIN ${users(dialect)} u ON u.user_id = m.user_id`;

/** SQL: a parameter is empty, or lists the column's value between bars. No index on the column is used. */
const isListed = (parameter: string, column: string) =>
  `(:${parameter} = '' OR :${parameter} LIKE CONCAT('%|', {messages}.${column}, '|%'))`;
const barred = (names: readonly string[] = []) => (names.length === 0 ? '' : `|${names.join('|')}|`);

/** States of few messages. Of those that were sent there are a million after a year. */
const rareStates: readonly MessageState[] = messageStates.filter((state) => state !== 'sent');

const isRare = `{messages}.state IN (${rareStates.map((state) => `'${state}'`).join(', ')}) AND `;

/** SQL: the recipient has the address, or is a user who has it now. Each kind with messages was once switched on. */
const isOfRecipient = (users: Users) => (dialect: Dialect) =>
  `{messages}.kind IN (SELECT k.kind FROM {activations} k) AND {messages}.recipient IN (SELECT :recipient UNION ALL
     SELECT CONCAT('user:', u.user_id) FROM ${users(dialect)} u WHERE LOWER(LTRIM(RTRIM(u.email))) = :address) AND `;

// An index on the state would sort all messages of a state. messages_by_creation gives them newest first, until there
// are enough. For rare states and for a recipient it would read a year's messages: messages_by_state and
// messages_by_recipient read only those.
const selectMessages = (name: string, users: Users, condition: (dialect: Dialect) => string = () => '') =>
  statement(
    name,
    (dialect) =>
      `${listedColumns(dialect, users)} WHERE m.id IN (${dialect.selectTop(
        'messages',
        'id',
        `${condition(dialect)}{messages}.created_at >= :since AND ${isListed('states', 'state')} AND ${isListed('kinds', 'kind')}`,
        '{messages}.created_at DESC, {messages}.id DESC',
        ':limit',
      )}) ORDER BY m.created_at DESC, m.id DESC`,
    { integers: ['limit'] },
  );
const selectMessage = (name: string, users: Users) =>
  statement(name, (dialect) => `${listedColumns(dialect, users)} WHERE m.id = CAST(:id AS bigint)`);
const withUserNames = {
  messages: selectMessages('outbox.list-messages', userRows),
  rareMessages: selectMessages('outbox.list-rare-messages', userRows, () => isRare),
  messagesOfRecipient: selectMessages('outbox.list-messages-of-recipient', userRows, isOfRecipient(userRows)),
  message: selectMessage('outbox.find-message', userRows),
};
const withoutUserNames = {
  messages: selectMessages('outbox.list-messages-without-users', noUserRows),
  rareMessages: selectMessages('outbox.list-rare-messages-without-users', noUserRows, () => isRare),
  messagesOfRecipient: selectMessages(
    'outbox.list-messages-of-recipient-without-users',
    noUserRows,
    isOfRecipient(noUserRows),
  ),
  message: selectMessage('outbox.find-message-without-users', noUserRows),
};
const leaseById = statement(
  'outbox.lease-message',
  'UPDATE {messages} SET lease_owner = :token WHERE id = CAST(:id AS bigint)',
);
const selectAttempts = statement(
  'outbox.list-attempts',
  `SELECT a.attempt AS attempt, a.started_at AS "startedAt", a.finished_at AS "finishedAt", a.address AS address,
       a.account AS account, a.outcome AS outcome, a.reply_text AS reply
     FROM {attempts} a WHERE a.message_id = CAST(:id AS bigint) ORDER BY a.attempt`,
  { numbers: ['attempt'] },
);

export const listMessagesStatements = [
  ...Object.values(withUserNames),
  ...Object.values(withoutUserNames),
  leaseById,
  selectAttempts,
];

/** False to read no view: then users have no name, and only the address of their last attempt. */
export interface UserNames {
  readonly withUsers: boolean;
}

/** The newest messages that match, at most `limit`, newest first. */
export async function listMessages(
  database: Database,
  { since, states, kinds, address }: MessageFilter,
  limit: number,
  { withUsers }: UserNames,
): Promise<ListedMessage[]> {
  const { messages, rareMessages, messagesOfRecipient } = withUsers ? withUserNames : withoutUserNames;
  const isOfRareStates = states !== undefined && states.every((state) => rareStates.includes(state));
  const common = { since: since.toISOString(), states: barred(states), kinds: barred(kinds), limit };
  const rows =
    address === undefined
      ? await database.query<Row>(isOfRareStates ? rareMessages : messages, common)
      : await database.query<Row>(messagesOfRecipient, {
          ...common,
          address: address.toLowerCase(),
          recipient: addressKey(address),
        });
  return rows.map(listed);
}

/** @returns undefined if no message has this id */
export async function findMessage(
  database: Database,
  id: string,
  { withUsers }: UserNames,
): Promise<ListedMessage | undefined> {
  const { message } = withUsers ? withUserNames : withoutUserNames;
  const [row] = await database.query<Row>(message, { id });
  return row && listed(row);
}

/** Leases a message in whatever state, so that its content can be loaded. For a transaction that is rolled back. */
export async function leaseMessage(transaction: Database, id: string, token: string): Promise<void> {
  await transaction.execute(leaseById, { id, token });
}

/** An attempt to send a message. Attempts are kept for 30 days. */
export interface Attempt {
  readonly attempt: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly address: string;
  readonly account: string;
  readonly outcome: string | null;
  readonly reply: string | null;
}

/** The attempts of a message that are still kept, oldest first. */
export async function listAttempts(database: Database, id: string): Promise<Attempt[]> {
  return database.query<Attempt>(selectAttempts, { id });
}

type Row = Omit<ListedMessage, 'address'> & {
  readonly attemptAddress: string | null;
  readonly configuredAddress: string | null;
  readonly email: string | null;
};

function listed({ attemptAddress, configuredAddress, email, ...message }: Row): ListedMessage {
  return { ...message, address: attemptAddress ?? configuredAddress ?? email };
}
