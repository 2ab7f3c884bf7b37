import { asKindError, isDatabaseFault, NotifyError, reasonOf } from '../errors/index.js';
import { maxFaults, nextAttempt, recordFault, type ClaimedMessage } from '../outbox/index.js';
import type { ComposeContext } from './compose-context.js';

/** Replaces a reason that the database refuses to store. */
const unstorable = 'The reason could not be stored.';

/**
 * Ends the attempt of a claimed message that cannot be sent for a reason of its own: its content, a template, or a
 * value that the database refuses. Later runs try it again; after three such runs it has failed.
 * @throws a fault of the database itself
 */
export async function endWithFault(
  context: ComposeContext,
  { id, kind, faultCount, recipient }: ClaimedMessage,
  token: string,
  error: unknown,
): Promise<void> {
  if (isDatabaseFault(error)) throw error;
  const { groupCommit, onMessage, faulted } = context;
  const reason = reasonOf(error);
  context.onError(asKindError('MESSAGE_FAILED', kind, error));
  // Not again in this run, whatever is recorded.
  faulted.add(id);
  const decision = faultCount + 1 < maxFaults ? 'deferred' : 'failed';
  const now = context.now();
  const fault = { id, token, decision, now, nextAttemptAt: nextAttempt(now, faultCount) } as const;
  const record = (text: string) => groupCommit.write((transaction) => recordFault(transaction, { ...fault, text }));
  try {
    await record(reason).catch((refusal: unknown) => {
      if (isDatabaseFault(refusal)) throw refusal;
      return record(unstorable);
    });
  } catch (refusal) {
    if (isDatabaseFault(refusal)) throw refusal;
    // The claim is released when the pass ends, and a later run tries the message again.
    context.onError(new NotifyError('OUTCOME_NOT_RECORDED', { id, reason: reasonOf(refusal) }, { cause: refusal }));
    return;
  }
  const address = typeof recipient === 'string' ? null : recipient.address;
  onMessage({ id, kind, address, state: decision, decision, detail: reason });
}
