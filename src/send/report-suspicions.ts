import { NotifyError } from '../errors/index.js';
import type { Phase } from '../mail/mailer.js';
import { countWaiting, recordRefusal, suspectedAccounts } from '../outbox/index.js';
import type { AccountState } from './account-pool.js';
import type { SendContext } from './send-context.js';

/** Records what the accounts of a run were refused with, and reports those that are suspected. */
export async function reportSuspicions(context: SendContext, accounts: readonly AccountState[]): Promise<void> {
  const { database, now } = context;
  // Most runs have nothing to report, and save the query.
  if (accounts.every(({ breaker, evidence }) => breaker.lastRefusal === undefined && !isSuspected(evidence))) return;
  for (const { account, breaker, error, isSuspended } of accounts) {
    const { lastRefusal } = breaker;
    const isRefused = breaker.isSuspicious || error !== undefined || isSuspended;
    if (lastRefusal === undefined || !isRefused) continue;
    const { phase, reply } = lastRefusal;
    const hasRefusedMany = isSuspended || breaker.needsRest;
    await recordRefusal(database, { account: account.name, phase, text: reply.text, hasRefusedMany }, now());
  }
  const reported = accounts.filter(({ error }) => error !== undefined).map(({ account }) => account.name);
  const refused = accounts
    .filter(({ breaker }) => breaker.lastRefusal !== undefined)
    .map(({ account }) => account.name);
  await reportSuspectedAccounts(context, { reported, refused });
}

/**
 * Reports the accounts that have delivered nothing since they were refused: as errors if mails wait for them, else as
 * warnings in the run that found it.
 * @param reported accounts whose error is reported already
 * @param refused accounts that were refused in this run
 */
export async function reportSuspectedAccounts(
  context: SuspicionContext & Pick<SendContext, 'onError' | 'onWarning'>,
  { reported, refused }: { readonly reported: readonly string[]; readonly refused: readonly string[] },
): Promise<void> {
  const { suspicions, isStuck } = await loadSuspicions(context);
  for (const { account, error } of suspicions) {
    if (reported.includes(account)) continue;
    if (isStuck) context.onError(error);
    else if (refused.includes(account)) context.onWarning(error);
  }
}

/**
 * The errors of accounts that have delivered nothing since `until` or longer.
 * @param reported when they were last reported; without mails that wait for them they are reported once
 */
export async function accountsFailingSince(
  context: SuspicionContext,
  until: Date,
  reported: Date | undefined,
): Promise<NotifyError[]> {
  const { suspicions, isStuck } = await loadSuspicions(context);
  return suspicions
    .filter(({ since }) => since <= until && (isStuck || reported === undefined || since > reported))
    .map(({ error }) => error);
}

type SuspicionContext = Pick<SendContext, 'database' | 'config' | 'kinds'>;

interface Suspicion {
  readonly account: string;
  readonly since: Date;
  readonly error: NotifyError;
}

/** Loads the suspected accounts, and whether mails wait for them that no other account can send. */
async function loadSuspicions({ database, config, kinds }: SuspicionContext): Promise<{
  readonly suspicions: readonly Suspicion[];
  readonly isStuck: boolean;
}> {
  const { transport } = config.mailbox;
  const names = transport.type === 'smtp' ? transport.accounts.map(({ name }) => name) : [];
  const suspected = (await suspectedAccounts(database)).filter(({ account }) => names.includes(account));
  if (suspected.length === 0) return { suspicions: [], isStuck: false };
  const waiting = await countWaiting(database, kinds);
  return {
    suspicions: suspected.map(({ account, suspectedSince, phase, refusal }) => {
      const phaseText = { code: `deliveryPhase.${phase as Phase}` } as const;
      const args = { account, phase: phaseText, reason: refusal, waiting: waiting.untried + waiting.deferred };
      return { account, since: new Date(suspectedSince), error: new NotifyError('MAILBOX_SUSPECTED', args) };
    }),
    isStuck: waiting.suspected > 0 || (waiting.untried > 0 && suspected.length === names.length),
  };
}

function isSuspected(evidence: AccountState['evidence']): boolean {
  return evidence !== undefined && evidence.suspectedSince !== null;
}
