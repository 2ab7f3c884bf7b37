import { statement, type Database } from '../../database/index.js';

const deleteEvents = statement(
  'planning.delete-leftover-events',
  'DELETE FROM {message_events} WHERE message_id > (SELECT COALESCE(MAX(id), 0) FROM {messages})',
);

export const leftoverStatements = [deleteEvents];

/**
 * Deletes the events of messages that somebody has deleted by hand together with the table's numbering. A new message
 * gets the number of such a message, and would list its events too. Only while the transaction holds the planning lock.
 */
export async function deleteLeftovers(transaction: Database): Promise<void> {
  await transaction.execute(deleteEvents);
}
