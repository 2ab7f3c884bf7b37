import {
  accountEvidence,
  byLastSuccess,
  hasUntried,
  releaseClaims,
  renewLeases,
  requeueSuspected,
} from '../outbox/index.js';
import { AccountPool, type AccountState } from './account-pool.js';
import { sendWithAccount } from './account-sender.js';
import { accountsOf, refusedLogin } from './accounts.js';
import type { Attempt } from './attempt.js';
import { acquireConnections, tryAcquireConnections } from './connection-lease.js';
import { reportConnectionLimits, withKnownLimit } from './connection-limit.js';
import { recordDecisions, reportAttempt } from './record-decisions.js';
import { reportSuspicions } from './report-suspicions.js';
import type { QueueContext } from './send-context.js';

/**
 * Sends the queue until nothing is left, no account can send, or the time is up. If an account fails or has used up
 * its quota, the next one takes over.
 */
export async function sendQueue(context: QueueContext): Promise<void> {
  const { owner, claimLeaseMs, sendingLeaseMs, groupCommit } = context;
  const { drain } = context.deadline;
  const pool = await openPool(context);
  const renewal = setInterval(() => {
    groupCommit
      .write((transaction) => renewLeases(transaction, { owner, claimLeaseMs, sendingLeaseMs }))
      .catch(() => undefined);
  }, claimLeaseMs / 3);
  try {
    let pass: PassResult = { drained: false, oversizedBytes: 0 };
    while (!pass.drained && !drain.aborted) {
      const state = pool.next(pass.oversizedBytes) ?? (await pool.waitForAvailable(pass.oversizedBytes, drain));
      if (state === undefined) break;
      pass = await passWithAccount(context, pool, state);
      if (pass.suspect !== undefined) await askOther(context, pool, state, pass.suspect);
    }
    pool.errors(pass.drained).forEach(pass.drained ? context.onWarning : context.onError);
    for (const { breaker } of pool.accounts)
      for (const attempt of breaker.suspected) reportAttempt(context, attempt, 'suspected');
    await reportConnectionLimits(context, pool.accounts);
    await reportSuspicions(context, pool.accounts);
  } finally {
    clearInterval(renewal);
  }
}

/** Suspected messages that go first if the account delivered in its last run: their refusals are decided then. */
const maxSuspectedFirst = 7;

/**
 * Opens the pool. An account that rests is left alone, unless mails have been planned since it was last refused: they
 * may show that it works again. They say nothing about a login.
 */
async function openPool({ database, config, kinds, now }: QueueContext): Promise<AccountPool> {
  const evidence = await accountEvidence(database);
  const accounts = accountsOf(config.mailbox).map((account) =>
    withKnownLimit(
      account,
      evidence.find((known) => known.account === account.name),
      now(),
    ),
  );
  const pool = new AccountPool(await byLastSuccess(database, accounts), evidence);
  for (const state of pool.accounts) {
    const { restsUntil = null, refusedAt = null, phase = null, refusal = null } = state.evidence ?? {};
    const isResting = restsUntil !== null && Date.parse(restsUntil) > now().getTime();
    if (!isResting) continue;
    const error = refusedLogin(config.mailbox, state.account.name, { phase: phase ?? '', text: refusal ?? '' });
    if (error !== undefined) pool.disable(state, error);
    else if (!(await hasUntried(database, kinds, refusedAt!))) pool.suspend(state);
  }
  const first = pool.next();
  if (first !== undefined)
    await requeueSuspected(database, kinds, (first.evidence?.rests ?? 0) > 0 ? 1 : maxSuspectedFirst);
  return pool;
}

/** How one pass over the queue ended. */
interface PassResult {
  /** Nothing is left for this run: the queue is empty, or other runs send it. */
  readonly drained: boolean;
  /** Bytes of a mail that needs another account; 0 if there is none. */
  readonly oversizedBytes: number;
  /** A suspected attempt at a message that another account can be asked about. */
  readonly suspect?: Attempt;
}

async function passWithAccount(context: QueueContext, pool: AccountPool, state: AccountState): Promise<PassResult> {
  const { database, owner } = context;
  const { drain } = context.deadline;
  const lease = await acquireConnections(context, state.account);
  if (lease === undefined) return { drained: !drain.aborted, oversizedBytes: 0 };
  try {
    const result = await sendWithAccount(context, pool, state, lease);
    const { error, rateLimited, suspended, suspect, requeued, oversizedBytes } = result;
    if (error !== undefined) pool.disable(state, error);
    else if (suspended) await suspend(context, pool, state);
    else if (rateLimited !== undefined) pool.throttle(state, rateLimited);
    else if (suspect !== undefined) return { drained: false, oversizedBytes: 0, suspect };
    const isCutShort = error !== undefined || rateLimited !== undefined || suspended || lease.isLost || drain.aborted;
    // Messages that an error put back are sent in another pass, after the others.
    if (isCutShort || requeued) return { drained: false, oversizedBytes: 0 };
    return { drained: oversizedBytes === 0 || pool.next(oversizedBytes) === undefined, oversizedBytes };
  } finally {
    await releaseClaims(database, owner).finally(() => lease.release());
  }
}

/** Leaves an account alone for this run. If another one can send, it gets the messages that this one refused. */
async function suspend(context: QueueContext, pool: AccountPool, state: AccountState): Promise<void> {
  pool.suspend(state);
  if (pool.next() !== undefined) await recordDecisions(context, state.breaker.release());
}

/** Sends a suspected message through another account. If that delivers it, the first account is at fault. */
async function askOther(
  context: QueueContext,
  pool: AccountPool,
  state: AccountState,
  suspect: Attempt,
): Promise<void> {
  state.hasAskedOther = true;
  const other = pool.otherReady(state);
  const lease = other && (await tryAcquireConnections(context, other.account, 1));
  if (other === undefined || lease === undefined) return;
  const { id } = suspect.prepared.message;
  try {
    const { error, rateLimited, last } = await sendWithAccount(context, pool, other, lease, id);
    if (error !== undefined) pool.disable(other, error);
    else if (rateLimited !== undefined) pool.throttle(other, rateLimited);
    if (last?.decision === 'sent') await suspend(context, pool, state);
    else if (last?.decision === 'suspected') state.breaker.replace(suspect, other.breaker.forget(id));
    else if (last?.decision === 'failed' || last?.decision === 'deferred') state.breaker.forget(id);
  } finally {
    await releaseClaims(context.database, context.owner).finally(() => lease.release());
  }
}
