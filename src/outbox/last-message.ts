import type { KindId } from '../config/index.js';
import { statement, type Database } from '../database/index.js';
import type { MessageState, SkipReason } from './message.js';

const newestMessage = statement(
  'outbox.newest-message',
  `SELECT CAST(m.id AS nvarchar(20)) AS id, m.state AS state, m.reason AS reason, m.created_at AS "createdAt",
       m.finished_at AS "finishedAt", m.next_attempt_at AS "nextAttemptAt",
       COALESCE(m.last_error,
         (SELECT a.reply_text FROM {attempts} a WHERE a.message_id = m.id AND a.attempt = m.attempt)) AS reply
     FROM {messages} m
     WHERE m.id = (SELECT MAX(n.id) FROM {messages} n WHERE n.kind = :kind AND n.recipient = :recipient)`,
);
const newestId = statement('outbox.newest-id', 'SELECT MAX(id) AS newest FROM {messages}', { numbers: ['newest'] });
const deleteMessageById = statement('outbox.delete-message', 'DELETE FROM {messages} WHERE id = CAST(:id AS bigint)');

export const lastMessageStatements = [newestMessage, newestId, deleteMessageById];

/** The newest message of a kind to a recipient, with the last reply, or why it could not be composed. */
export interface LastMessage {
  readonly id: string;
  readonly state: MessageState;
  readonly reason: SkipReason | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly nextAttemptAt: string | null;
  readonly reply: string | null;
}

/** @param recipient key of the recipient, `user:<id>` or `address:<address>` */
export async function lastMessage(
  database: Database,
  kind: KindId,
  recipient: string,
): Promise<LastMessage | undefined> {
  const [row] = await database.query<LastMessage>(newestMessage, { kind, recipient });
  return row;
}

/** The newest id of all messages; 0 if there are none. */
export async function newestMessageId(database: Database): Promise<number> {
  const [row] = await database.query<{ newest: number | null }>(newestId);
  return row?.newest ?? 0;
}

/** Deletes a message that has no events, for explanations that are rolled back. */
export async function deleteMessage(transaction: Database, id: string): Promise<void> {
  await transaction.execute(deleteMessageById, { id });
}
