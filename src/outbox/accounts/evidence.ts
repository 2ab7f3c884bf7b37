import { statement, type Database } from '../../database/index.js';
import { bounded } from '../bounded.js';
import { timeOfNextTry } from '../retry-policy.js';
import { countOrZero, timeOrNull } from '../stored-values.js';

const selectEvidence = statement(
  'accounts.select-evidence',
  `SELECT account AS account, suspected_since AS "suspectedSince", refused_at AS "refusedAt", refused_phase AS phase,
     refusal AS refusal, rests AS rests, rests_until AS "restsUntil", accepted_connections AS "acceptedConnections",
     connections_until AS "connectionsUntil"
   FROM {mail_accounts} ORDER BY account`,
  { numbers: ['rests', 'acceptedConnections'] },
);
const updateDelivery = statement(
  'accounts.record-delivery',
  ({ now }) => `UPDATE {mail_accounts} SET last_success_at = ${now()}, suspected_since = NULL, rests = 0,
     rests_until = NULL WHERE account = :account`,
);
const selectRests = statement(
  'accounts.select-rests',
  'SELECT rests AS rests FROM {mail_accounts} WHERE account = :account',
  {
    numbers: ['rests'],
  },
);
const updateRefusal = statement(
  'accounts.record-refusal',
  `UPDATE {mail_accounts} SET suspected_since = COALESCE(suspected_since, :now), refused_at = :now,
     refused_phase = :phase, refusal = :text, rests = :rests, rests_until = :until WHERE account = :account`,
  { integers: ['rests'] },
);
const clearRestsUntil = statement(
  'accounts.end-rests',
  'UPDATE {mail_accounts} SET rests_until = NULL WHERE rests_until IS NOT NULL',
);

export const evidenceStatements = [selectEvidence, updateDelivery, selectRests, updateRefusal, clearRestsUntil];

/** What is known about an account from what its server accepted and refused, in this run and in earlier ones. */
export interface AccountEvidence {
  readonly account: string;
  /** When the account was first refused after its last delivery; null if it was not. */
  readonly suspectedSince: string | null;
  /** When it was last refused, and in which phase of the conversation. */
  readonly refusedAt: string | null;
  readonly phase: string | null;
  /** The reply with which it was last refused. */
  readonly refusal: string | null;
  /** How many runs in a row left the account alone after several refusals and no delivery, or had its login refused. */
  readonly rests: number;
  /** The queue does not try it before this time, unless mails were planned after `refusedAt` and it can log in. */
  readonly restsUntil: string | null;
  /** How many connections at once its server accepts, and until when that is remembered. */
  readonly acceptedConnections: number | null;
  readonly connectionsUntil: string | null;
}

/** An account that was refused, and has delivered nothing since. */
export type SuspectedAccount = AccountEvidence & {
  readonly [Field in 'suspectedSince' | 'refusedAt' | 'phase' | 'refusal']: string;
};

export async function accountEvidence(database: Database): Promise<AccountEvidence[]> {
  const rows = await database.query<AccountEvidence>(selectEvidence);
  return rows.map((row) => ({
    ...row,
    suspectedSince: timeOrNull(row.suspectedSince),
    refusedAt: timeOrNull(row.refusedAt),
    restsUntil: timeOrNull(row.restsUntil),
    connectionsUntil: timeOrNull(row.connectionsUntil),
    rests: countOrZero(row.rests),
    acceptedConnections: countOrZero(row.acceptedConnections ?? 0) < 1 ? null : row.acceptedConnections,
  }));
}

export async function suspectedAccounts(database: Database): Promise<SuspectedAccount[]> {
  const isSuspected = (evidence: AccountEvidence): evidence is SuspectedAccount =>
    [evidence.suspectedSince, evidence.refusedAt, evidence.phase, evidence.refusal].every((value) => value !== null);
  return (await accountEvidence(database)).filter(isSuspected);
}

/** Records that an account has delivered a message. It is no longer suspected, and its rest ends. */
export async function recordDelivery(transaction: Database, account: string): Promise<void> {
  await transaction.execute(updateDelivery, { account });
}

export interface AccountRefusal {
  readonly account: string;
  readonly phase: string;
  readonly text: string;
  /** Why the account may be left alone for a while: enough mails were refused, or its login. Undefined if it may not. */
  readonly rest: 'refusals' | 'login' | undefined;
}

/** So many runs in a row may have a login refused, before the account is left alone for a while. */
const freeLogins = 3;
/**
 * Milliseconds between two logins of an account whose login is refused. More of them would have the mailbox locked, or
 * this host banned: usual limits are five in ten minutes and ten in half an hour.
 */
const loginPauseMs = 10 * 60_000;

/** Records with what an account was last refused. Each rest after refused mails is longer, up to an hour. */
export async function recordRefusal(
  database: Database,
  { account, phase, text, rest }: AccountRefusal,
  now: Date,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const [row] = await transaction.query<{ rests: number }>(selectRests, { account });
    if (row === undefined) return;
    const rests = countOrZero(row.rests);
    await transaction.execute(updateRefusal, {
      account,
      now: now.toISOString(),
      phase: bounded('phase', phase),
      text: bounded('errorText', text),
      rests: rest === undefined ? 0 : rests + 1,
      until: restsUntil(rest, rests, now)?.toISOString() ?? null,
    });
  });
}

function restsUntil(rest: AccountRefusal['rest'], rests: number, now: Date): Date | undefined {
  if (rest === 'refusals') return timeOfNextTry(now, rests);
  return rest === 'login' && rests + 1 >= freeLogins ? new Date(now.getTime() + loginPauseMs) : undefined;
}

/** Lets every account be tried at once, because an operator wants mails to be sent now. */
export async function endRests(transaction: Database): Promise<void> {
  await transaction.execute(clearRestsUntil);
}
