import { NotifyError } from '../errors/index.js';
import type { DeliveryResult, Reply } from '../mail/mailer.js';
import { recordAcceptedConnections, type AccountEvidence } from '../outbox/index.js';
import type { AccountState } from './account-pool.js';
import { accountsOf, type Account } from './accounts.js';
import type { SendContext } from './send-context.js';

/** How long the number of connections that a server accepts is remembered, in milliseconds. */
const rememberedMs = 3_600_000;

/** True if the server refused this connection, not the account: up to the login, or with 432 at any command. */
export function isConnectionRefused({ replyClass, phase, reply: { code } }: DeliveryResult): boolean {
  if (code === 432) return true;
  return replyClass === 'unreachable' && code !== undefined && ['connect', 'tls', 'auth'].includes(phase);
}

/** The account with at most as many connections as its server accepted within the last hour. */
export function withKnownLimit(account: Account, evidence: AccountEvidence | undefined, now: Date): Account {
  const { acceptedConnections: accepted = null, connectionsUntil: until = null } = evidence ?? {};
  return accepted === null || until === null || Date.parse(until) <= now.getTime()
    ? account
    : limited(account, accepted);
}

/** Opens no more than this many connections for the account in this run. */
export function limitConnections(state: AccountState, accepted: number, { text }: Reply): void {
  state.account = limited(state.account, accepted);
  state.connectionRefusal = text;
}

/** Reports the accounts whose servers accepted fewer connections than are configured, and remembers how many. */
export async function reportConnectionLimits(
  { database, now, onWarning, config: { mailbox } }: SendContext,
  states: readonly AccountState[],
): Promise<void> {
  const until = new Date(now().getTime() + rememberedMs);
  for (const { account: limitedAccount, connectionRefusal: reason } of states) {
    const { name: account, connections: accepted } = limitedAccount;
    const configured = accountsOf(mailbox).find(({ name }) => name === account)?.connections;
    if (reason === undefined || accepted === undefined || configured === undefined) continue;
    onWarning(new NotifyError('MAILBOX_FEWER_CONNECTIONS', { account, accepted, configured, reason }));
    await recordAcceptedConnections(database, account, accepted, until);
  }
}

function limited(account: Account, connections: number): Account {
  return account.connections === undefined || account.connections <= connections
    ? account
    : { ...account, connections };
}
