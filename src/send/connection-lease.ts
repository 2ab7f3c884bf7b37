import { countDue, leaseConnections, renewConnections, releaseConnections } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { pause } from './pause.js';
import type { SendContext } from './send-context.js';

/** Short, for a dead host's connections end with it; and renewed three times as often. */
const leaseMs = 30_000;
/** Who waits longer than a lease waits for a run that is alive, and that run sends what is queued. */
const acquireTimeoutMs = leaseMs + 2_000;
const pollIntervalMs = 500;

/** Connections of an account this run may use. */
export interface ConnectionLease {
  readonly connections: number;
  /** True once another run has taken them, for this one could not renew their lease in time. */
  readonly isLost: boolean;
  release(): Promise<void>;
}

/**
 * Takes connections, no more than mails wait, from the number that all runs share; waits for them where others
 * hold them all and do not send what is queued.
 * @returns undefined when nothing waits any more, or no connection became free
 */
export async function acquireConnections(context: SendContext, account: Account): Promise<ConnectionLease | undefined> {
  const {
    database,
    kinds,
    now,
    deadline: { drain },
  } = context;
  for (const end = performance.now() + acquireTimeoutMs; ;) {
    const waiting = await countDue(database, kinds, now());
    if (waiting === 0 || drain.aborted) return undefined;
    const turn = await tryAcquireConnections(context, account, waiting);
    if (turn !== undefined || performance.now() > end) return turn;
    await pause(pollIntervalMs, drain);
  }
}

/** @returns undefined when other runs hold all connections */
export async function tryAcquireConnections(
  context: SendContext,
  { name: account, connections: limit }: Account,
  mails: number,
): Promise<ConnectionLease | undefined> {
  if (limit === undefined) return { connections: unlimited, isLost: false, release: () => Promise.resolve() };
  const { database, owner } = context;
  const connections = await leaseConnections(database, { account, limit, wanted: mails, owner, leaseMs });
  return connections === 0 ? undefined : renewPeriodically(context, connections);
}

/** Mails under way at once where no server counts connections. */
const unlimited = 2;

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
