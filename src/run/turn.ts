import { countWaiting, leaseConnections, renewConnections, returnConnections } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { pause } from './pause.js';
import type { SendContext } from './send-context.js';

/** Short, for a dead host's connections end with it; and renewed three times as often. */
const leaseMs = 30_000;
/** Who waits longer than a lease waits for a run that is alive, and that run sends what is queued. */
const patience = leaseMs + 2_000;
const look = 500;

/** Connections of an account this run may use. */
export interface Turn {
  readonly connections: number;
  /** True once another run has taken them, for this one could not renew their lease in time. */
  readonly isLost: boolean;
  end(): Promise<void>;
}

/**
 * Takes connections, no more than mails wait, from the number that all runs share; waits for them where others
 * hold them all and do not send what is queued.
 * @returns undefined when nothing waits any more, or no connection became free
 */
export async function takeTurn(context: SendContext, account: Account): Promise<Turn | undefined> {
  const { database, kinds, now, deadline: { drain } } = context;
  for (const end = performance.now() + patience; ;) {
    const waiting = await countWaiting(database, kinds, now());
    if (waiting === 0 || drain.aborted) return undefined;
    const turn = await tryTurn(context, account, waiting);
    if (turn !== undefined || performance.now() > end) return turn;
    await pause(look, drain);
  }
}

/** @returns undefined when other runs hold all connections */
export async function tryTurn(context: SendContext, { name: account, connections: limit }: Account, mails: number): Promise<Turn | undefined> {
  if (limit === undefined) return { connections: unlimited, isLost: false, end: () => Promise.resolve() };
  const { database, owner } = context;
  const connections = await leaseConnections(database, { account, limit, wanted: mails, owner, leaseMs });
  return connections === 0 ? undefined : keep(context, connections);
}

/** Mails under way at once where no server counts connections. */
const unlimited = 2;

function keep({ database, journal, owner }: SendContext, connections: number): Turn {
  const turn = {
    connections, isLost: false,
    end: async () => {
      clearInterval(renewal);
      await returnConnections(database, owner);
    },
  };
  const renewal = setInterval(() => {
    journal.write((transaction) => renewConnections(transaction, owner, leaseMs))
      .then((held) => { turn.isLost ||= held < connections; }, () => undefined);
  }, leaseMs / 3).unref();
  return turn;
}
