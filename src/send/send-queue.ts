import { countDue, byLastSuccess, releaseClaims, renewLeases } from '../outbox/index.js';
import { accountsOf } from './accounts.js';
import { sendWithAccount } from './account-sender.js';
import { record, emit } from './record-result.js';
import { AccountPool, type AccountState } from './account-pool.js';
import type { QueueContext } from './send-context.js';
import { acquireConnections } from './connection-lease.js';

/**
 * Sends what is queued until nothing is left, no account can send, or the time is up. Where an account fails, or
 * has used up its quota, the next one takes over.
 */
export async function sendQueued(context: QueueContext): Promise<void> {
  const {
    database,
    owner,
    leaseMs,
    groupCommit,
    deadline: { drain },
  } = context;
  const roster = new AccountPool(await byLastSuccess(database, accountsOf(context.config.mailbox)));
  const renewal = setInterval(() => {
    groupCommit.write((transaction) => renewLeases(transaction, owner, leaseMs)).catch(() => undefined);
  }, leaseMs / 3);
  try {
    let end: PassResult = { drained: false, empty: false, oversizedBytes: 0 };
    while (!end.drained && !drain.aborted) {
      const standing = roster.next(end.oversizedBytes) ?? (await roster.waitForAvailable(end.oversizedBytes, drain));
      if (standing === undefined) break;
      end = await sendWith(context, roster, standing);
    }
    roster.errors(end.drained).forEach(end.drained ? context.onWarning : context.onError);
    for (const standing of roster.accounts) await finishAccount(context, standing, end.empty);
  } finally {
    clearInterval(renewal);
  }
}

interface PassResult {
  /** Nothing is left for this run: the queue is empty, or other runs send it. */
  readonly drained: boolean;
  readonly empty: boolean;
  /** Bytes of a mail for which another account is needed. */
  readonly oversizedBytes: number;
}

async function sendWith(context: QueueContext, roster: AccountPool, standing: AccountState): Promise<PassResult> {
  const turn = await acquireConnections(context, standing.account);
  if (turn === undefined) {
    const {
      database,
      kinds,
      now,
      deadline: { drain },
    } = context;
    return { drained: !drain.aborted, empty: (await countDue(database, kinds, now())) === 0, oversizedBytes: 0 };
  }
  try {
    const { error, rateLimited, requeued, oversizedBytes } = await sendWithAccount(context, roster, standing, turn);
    if (error !== undefined) roster.disable(standing, error);
    else if (rateLimited !== undefined) roster.throttle(standing, rateLimited);
    // What a passing fault put back is taken up again once the others are through.
    else if (!requeued && !turn.isLost && !context.deadline.drain.aborted)
      return {
        drained: oversizedBytes === 0 || roster.next(oversizedBytes) === undefined,
        empty: oversizedBytes === 0,
        oversizedBytes,
      };
    return { drained: false, empty: false, oversizedBytes: 0 };
  } finally {
    await releaseClaims(context.database, context.owner).finally(() => turn.release());
  }
}

/** What was put off until it showed whose fault it was: with mails left to try, a later run will see. */
async function finishAccount(context: QueueContext, { breaker }: AccountState, isEmpty: boolean): Promise<void> {
  if (isEmpty && !context.deadline.drain.aborted) await record(context, breaker.finish());
  for (const sent of breaker.suspected) emit(context, sent, 'returned');
  const fault = breaker.takeError();
  if (fault !== undefined) context.onError(fault);
}
