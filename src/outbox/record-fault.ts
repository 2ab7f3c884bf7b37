import { statement, type Database } from '../database/index.js';
import { bounded } from './bounded.js';

/**
 * Why a claimed message could not be sent although no mail server refused it: its content, a template, or its values.
 */
export interface MessageFault {
  readonly id: string;
  readonly token: string;
  readonly decision: 'deferred' | 'failed';
  readonly now: Date;
  readonly nextAttemptAt: Date;
  readonly text: string;
}

const updateFaulty = statement(
  'outbox.record-fault',
  `UPDATE {messages} SET state = :decision, fault_count = fault_count + 1, last_error = :text,
       next_attempt_at = :next, finished_at = :finished, lease_owner = NULL, lease_until = NULL
     WHERE id = CAST(:id AS bigint) AND lease_owner = :token AND state = 'claimed'`,
);

export const faultStatements = [updateFaulty];

/** Ends the attempt of a claimed message, before anything was sent. Does nothing if another run has the message. */
export async function recordFault(
  transaction: Database,
  { id, token, decision, now, nextAttemptAt, text }: MessageFault,
): Promise<void> {
  await transaction.execute(updateFaulty, {
    id,
    token,
    decision,
    text: bounded('errorText', text),
    next: nextAttemptAt.toISOString(),
    finished: decision === 'failed' ? now.toISOString() : null,
  });
}
