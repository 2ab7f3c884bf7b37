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
  'SELECT rests AS rests, refused_phase AS phase FROM {mail_accounts} WHERE account = :account',
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
  /** How often in a row it was left alone after several refusals and no delivery, or its login was refused. */
  readonly rests: number;
  /** It is not tried before this time. If mails rest it, the queue tries it once mails were planned after `refusedAt`. */
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
  /** True if so many mails were refused that the account is left alone for a while. */
  readonly hasRefusedMany: boolean;
}

/** After so many refused logins in a row the account is left alone for a while. */
const freeLogins = 3;
/**
 * Milliseconds between two logins of an account whose login is refused. More of them would have the mailbox locked, or
 * this host banned: usual limits are five in ten minutes and ten in half an hour.
 */
const loginPauseMs = 10 * 60_000;

/** True if the server has answered a login with a refusal, for good or for now: it counts them. */
export function isLoginRefusal({ phase, text }: { readonly phase: string; readonly text: string }): boolean {
  return phase === 'auth' && /^[45]\d\d/.test(text);
}

/** The phases before a mail. A refusal in them says nothing about mails, and one of a mail nothing about a login. */
const phasesBeforeMail: readonly (string | null)[] = ['connect', 'tls', 'auth'];

/** Records with what an account was last refused. Each rest after refused mails is longer, up to an hour. */
export async function recordRefusal(
  database: Database,
  { account, phase, text, hasRefusedMany }: AccountRefusal,
  now: Date,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const [row] = await transaction.query<{ rests: number; phase: string | null }>(selectRests, { account });
    if (row === undefined) return;
    const isBeforeMail = phasesBeforeMail.includes(phase);
    const rests = phasesBeforeMail.includes(row.phase) === isBeforeMail ? countOrZero(row.rests) : 0;
    const isLogin = isLoginRefusal({ phase, text });
    const isResting = isLogin ? rests + 1 >= freeLogins : hasRefusedMany;
    const until = isLogin ? new Date(now.getTime() + loginPauseMs) : timeOfNextTry(now, rests);
    await transaction.execute(updateRefusal, {
      account,
      now: now.toISOString(),
      phase: bounded('phase', phase),
      text: bounded('errorText', text),
      // A server that cannot be reached has not forgotten the refused logins: it may have banned this host for them.
      rests: isLogin || hasRefusedMany ? rests + 1 : isBeforeMail ? rests : 0,
      until: isResting ? until.toISOString() : null,
    });
  });
}

/** Lets every account be tried at once, because an operator wants mails to be sent now. */
export async function endRests(transaction: Database): Promise<void> {
  await transaction.execute(clearRestsUntil);
}
