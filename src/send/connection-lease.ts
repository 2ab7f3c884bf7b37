import { countDue, leaseConnections, renewConnections, releaseConnections } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { pause } from './pause.js';
import type { SendContext } from './send-context.js';

/** Short, because the connections of a dead host end with it. Renewed three times within that time. */
const leaseMs = 30_000;
/** After one lease the holder must be alive and sending the queue itself, so stop waiting. */
const acquireTimeoutMs = leaseMs + 2_000;
const pollIntervalMs = 500;

/** Connections of an account that this run may use. */
export interface ConnectionLease {
  readonly connections: number;
  /** True once another run has taken them, because this run could not renew the lease in time. */
  readonly isLost: boolean;
  release(): Promise<void>;
}

/**
 * Acquires connections from the number that all runs share, at most one per message that is due. Waits if other runs
 * hold them all.
 * @returns undefined if no message is due any more, or no connection became free
 */
export async function acquireConnections(context: SendContext, account: Account): Promise<ConnectionLease | undefined> {
  const { database, kinds, now } = context;
  const { drain } = context.deadline;
  for (const end = performance.now() + acquireTimeoutMs; ;) {
    const waiting = await countDue(database, kinds, now());
    if (waiting === 0 || drain.aborted) return undefined;
    const lease = await tryAcquireConnections(context, account, waiting);
    if (lease !== undefined || performance.now() > end) return lease;
    await pause(pollIntervalMs, drain);
  }
}

/** Returns undefined if other runs hold all connections. */
export async function tryAcquireConnections(
  context: SendContext,
  { name: account, connections: limit }: Account,
  mails: number,
): Promise<ConnectionLease | undefined> {
  if (limit === undefined)
    return { connections: concurrencyWithoutLimit, isLost: false, release: () => Promise.resolve() };
  const { database, owner } = context;
  const connections = await leaseConnections(database, { account, limit, wanted: mails, owner, leaseMs });
  return connections === 0 ? undefined : renewPeriodically(context, connections);
}

/** Messages sent at once if the account has no limit of connections, as with a pickup folder. */
const concurrencyWithoutLimit = 2;

function renewPeriodically({ database, groupCommit, owner }: SendContext, connections: number): ConnectionLease {
  const lease = {
    connections,
    isLost: false,
    release: async () => {
      clearInterval(renewal);
      await releaseConnections(database, owner);
    },
  };
  const renewal = setInterval(() => {
    groupCommit
      .write((transaction) => renewConnections(transaction, owner, leaseMs))
      .then(
        (held) => {
          lease.isLost ||= held < connections;
        },
        () => undefined,
      );
  }, leaseMs / 3).unref();
  return lease;
}
