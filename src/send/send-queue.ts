import { byLastSuccess, countDue, releaseClaims, renewLeases } from '../outbox/index.js';
import { AccountPool, type AccountState } from './account-pool.js';
import { sendWithAccount } from './account-sender.js';
import { accountsOf } from './accounts.js';
import { acquireConnections } from './connection-lease.js';
import { recordDecisions, reportAttempt } from './record-decisions.js';
import type { QueueContext } from './send-context.js';

/**
 * Sends the queue until nothing is left, no account can send, or the time is up. If an account fails or has used up
 * its quota, the next one takes over.
 */
export async function sendQueue(context: QueueContext): Promise<void> {
  const { database, owner, leaseMs, groupCommit } = context;
  const { drain } = context.deadline;
  const pool = new AccountPool(await byLastSuccess(database, accountsOf(context.config.mailbox)));
  const renewal = setInterval(() => {
    groupCommit.write((transaction) => renewLeases(transaction, owner, leaseMs)).catch(() => undefined);
  }, leaseMs / 3);
  try {
    let pass: PassResult = { drained: false, empty: false, oversizedBytes: 0 };
    while (!pass.drained && !drain.aborted) {
      const state = pool.next(pass.oversizedBytes) ?? (await pool.waitForAvailable(pass.oversizedBytes, drain));
      if (state === undefined) break;
      pass = await passWithAccount(context, pool, state);
    }
    pool.errors(pass.drained).forEach(pass.drained ? context.onWarning : context.onError);
    for (const state of pool.accounts) await finishAccount(context, state, pass.empty);
  } finally {
    clearInterval(renewal);
  }
}

/** How one pass over the queue ended. */
interface PassResult {
  /** Nothing is left for this run: the queue is empty, or other runs send it. */
  readonly drained: boolean;
  readonly empty: boolean;
  /** Bytes of a mail that needs another account; 0 if there is none. */
  readonly oversizedBytes: number;
}

async function passWithAccount(context: QueueContext, pool: AccountPool, state: AccountState): Promise<PassResult> {
  const { database, owner, kinds, now } = context;
  const { drain } = context.deadline;
  const lease = await acquireConnections(context, state.account);
  if (lease === undefined) {
    return { drained: !drain.aborted, empty: (await countDue(database, kinds, now())) === 0, oversizedBytes: 0 };
  }
  try {
    const { error, rateLimited, requeued, oversizedBytes } = await sendWithAccount(context, pool, state, lease);
    if (error !== undefined) pool.disable(state, error);
    else if (rateLimited !== undefined) pool.throttle(state, rateLimited);
    const isCutShort = error !== undefined || rateLimited !== undefined || lease.isLost || drain.aborted;
    // Messages that an error put back are sent in another pass, after the others.
    if (isCutShort || requeued) return { drained: false, empty: false, oversizedBytes: 0 };
    const drained = oversizedBytes === 0 || pool.next(oversizedBytes) === undefined;
    return { drained, empty: oversizedBytes === 0, oversizedBytes };
  } finally {
    await releaseClaims(database, owner).finally(() => lease.release());
  }
}

/** Decides the suspected messages. If messages are left to try, the decision is left to the next run. */
async function finishAccount(context: QueueContext, { breaker }: AccountState, isEmpty: boolean): Promise<void> {
  if (isEmpty && !context.deadline.drain.aborted) await recordDecisions(context, breaker.finish());
  for (const attempt of breaker.suspected) reportAttempt(context, attempt, 'suspected');
  const error = breaker.takeError();
  if (error !== undefined) context.onError(error);
}
