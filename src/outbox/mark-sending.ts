import { statement, type Database } from '../database/index.js';
import { bounded } from './bounded.js';

const markMessage = statement(
  'outbox.mark-sending',
  ({ now }) =>
    `UPDATE {messages} SET state = 'sending', attempt = :attempt, message_id = :messageId, lease_until = ${now(':leaseMs')}
     WHERE id = CAST(:id AS bigint) AND lease_owner = :token AND state = 'claimed' AND attempt < :attempt`,
  { integers: ['attempt', 'leaseMs'] },
);
const insertAttempt = statement(
  'outbox.insert-attempt',
  `INSERT INTO {attempts} (message_id, attempt, address, account, started_at)
     VALUES (CAST(:id AS bigint), :attempt, :address, :account, :now)`,
  { integers: ['attempt'] },
);
const countMarked = statement(
  'outbox.count-marked',
  `SELECT COUNT(*) AS marked FROM {messages}
     WHERE id = CAST(:id AS bigint) AND lease_owner = :token AND state = 'sending' AND attempt = :attempt AND message_id = :messageId`,
  { integers: ['attempt'], numbers: ['marked'] },
);

export const markSendingStatements = [markMessage, insertAttempt, countMarked];

export interface SendingMark {
  readonly id: string;
  readonly token: string;
  /** The number of this attempt. */
  readonly attempt: number;
  readonly messageId: string;
  readonly address: string;
  readonly account: string;
  readonly leaseMs: number;
  readonly now: Date;
}

/**
 * Marks a message `sending`, with Message-ID and attempt, before the server gets it.
 * @returns false if the lease was lost: another run has the message, and it must not be sent
 */
export async function markSending(
  transaction: Database,
  { id, token, attempt, messageId: fullMessageId, address, account, leaseMs, now }: SendingMark,
): Promise<boolean> {
  const messageId = bounded('messageId', fullMessageId);
  const changed = await transaction.execute(markMessage, { id, token, attempt, messageId, leaseMs });
  if (changed !== 1) return isMarked(transaction, { id, token, attempt, messageId });
  await transaction.execute(insertAttempt, {
    id,
    attempt,
    address: bounded('address', address),
    account: bounded('account', account),
    now: now.toISOString(),
  });
  return true;
}

/** If the answer to the commit was lost with the connection, the mark is already there when it is repeated. */
async function isMarked(
  transaction: Database,
  mark: Pick<SendingMark, 'id' | 'token' | 'attempt' | 'messageId'>,
): Promise<boolean> {
  const [row] = await transaction.query<{ marked: number }>(countMarked, mark);
  return row!.marked === 1;
}
