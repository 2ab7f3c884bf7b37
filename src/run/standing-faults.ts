import type { KindId, SmtpConfig } from '../config/index.js';
import type { NotifyError } from '../errors/index.js';
import { formatMessage, type Locale } from '../messages/index.js';
import { faultName, type StandingFault } from '../outbox/index.js';
import type { Day } from '../schedule/index.js';
import type { KindReport } from './report.js';

/** A kind that an error has stopped in this run. */
export interface StoppedKind {
  readonly kind: KindId;
  readonly error: NotifyError;
}

/** What a run has met that the next one will meet as well. */
export interface MetFault {
  readonly name: string;
  readonly text: string;
}

/** Arguments that tell one fault from another of the same code. Reasons and counts change from run to run. */
const subjects = [
  'account',
  'kind',
  'kinds',
  'view',
  'host',
  'port',
  'user',
  'server',
  'directory',
  'database',
  'file',
];

const heldName = 'held messages';

/**
 * The faults of a run. Messages that wait for an operator are one, which is another when there are more of them. A
 * fault that names no subject, or only the database, is named by the kinds that it stopped.
 */
export function faultsOf(
  errors: readonly NotifyError[],
  stopped: readonly StoppedKind[],
  heldIds: readonly string[],
  locale: Locale,
): MetFault[] {
  const faults = errors.map(({ code, args, text, message }) => {
    const named = subjects.flatMap((name) => {
      const argument = args[name];
      // Several kinds are one text.
      return argument === undefined
        ? []
        : [argument]
            .flatMap((one) => (name === 'kinds' && typeof one === 'string' ? one.split(', ') : one))
            .map((one) => JSON.stringify(one));
    });
    const kinds = stopped.filter(({ error }) => error.code === code && error.message === message);
    const isOfKinds = named.length === 0 || code.startsWith('DATABASE_');
    const subject = isOfKinds ? [...named, ...kinds.map(({ kind }) => JSON.stringify(kind))] : named;
    return { name: faultName([code, ...subject].join(' ')), text: formatMessage(text, locale) };
  });
  if (heldIds.length === 0) return faults;
  const ids = heldIds.map((id) => `#${id}`).join(', ');
  const text = formatMessage({ code: 'run.held', args: { count: heldIds.length, ids } }, locale);
  return [...faults, { name: faultName(`${heldName} ${heldIds.length} ${heldIds.at(-1)!}`), text }];
}

/** The faults that were not yet reported today. */
export function unreportedFaults(
  met: readonly MetFault[],
  known: readonly StandingFault[],
  today: Day,
): readonly MetFault[] {
  return met.filter(({ name }) => !known.some((fault) => fault.name === name && fault.reportedOn === today));
}

/** True if a fault of this name is about the kind. */
export function namesKind(name: string, kind: KindId): boolean {
  return name.includes(JSON.stringify(kind));
}

/** True if a fault of this name may be about one account of several. */
export function namesAccount(name: string): boolean {
  return name.startsWith('MAILBOX_');
}

/** True if a fault of this name is about the account: all that the name says identifies it. */
function isOfAccount(fault: string, { name, host, port, login }: SmtpConfig): boolean {
  const tokenUrl = login !== undefined && 'oauth2' in login ? login.oauth2.tokenUrl : undefined;
  const identity = [name, host, login?.user, tokenUrl, port].filter((part) => part !== undefined);
  const rest = identity.reduce<string>((left, part) => left.replace(JSON.stringify(part), ''), fault);
  return /^\w+ *$/.test(rest);
}

/**
 * The faults that this run would have met if they still stood. A run without mails to send says nothing about an
 * account, nor does one whose mails all went through others, and one that does not plan a kind says nothing about its
 * views.
 * @param kinds reports of the kinds of this run
 * @param configured ids of all kinds that are on
 * @param accounts of the configuration
 * @param delivering names of the accounts that have delivered in this run
 */
export function endedFaults(
  met: readonly MetFault[],
  known: readonly StandingFault[],
  kinds: readonly KindReport[],
  configured: readonly KindId[],
  accounts: readonly SmtpConfig[],
  delivering: readonly string[],
): readonly StandingFault[] {
  return known.filter(({ name }) => {
    if (met.some((fault) => fault.name === name)) return false;
    if (name.startsWith(heldName)) return true;
    const concernedAccounts = namesAccount(name) ? accounts.filter((account) => isOfAccount(name, account)) : [];
    if (concernedAccounts.length > 0) return concernedAccounts.some((account) => delivering.includes(account.name));
    const named = configured.filter((id) => namesKind(name, id));
    const concerned = named.length === 0 ? kinds : kinds.filter(({ kind }) => named.includes(kind));
    if (/^(MAILBOX|PICKUP|SENDING|MESSAGE)_/.test(name)) return concerned.some(({ sent }) => sent > 0);
    return named.length === 0
      ? kinds.some(({ due }) => due)
      : concerned.length > 0 &&
          concerned.every(({ due, error, heldPlan }) => due && error === undefined && heldPlan === undefined);
  });
}
