import type { NotifyError } from '../errors/index.js';
import { QuotaReachedError } from '../errors/index.js';
import type { Denial } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { Breaker } from './breaker.js';
import { pause } from './pause.js';
import type { Sent } from './record.js';

/** How an account does in this run. */
export interface Standing {
  readonly account: Account;
  readonly breaker: Breaker<Sent>;
  /** On the clock of `performance.now()`; until then its quota is used up. */
  restsUntil: number;
  /** Why it was given up. */
  trouble?: NotifyError;
}

/** A wait for a quota that is worth a run's while: that of a minute. */
export const longestWait = 65_000;

/** The accounts of a run, and which of them sends next: the first that is neither given up nor over its quota. */
export class Roster {
  readonly standings: readonly Standing[];

  constructor(accounts: readonly Account[]) {
    this.standings = accounts.map((account) => ({ account, breaker: new Breaker<Sent>(), restsUntil: 0 }));
  }

  get isSeveral(): boolean {
    return this.standings.length > 1;
  }

  /** @param isThrough whether all mail went out nevertheless; a fault that passed is no trouble then */
  troubles(isThrough: boolean): NotifyError[] {
    return this.standings.flatMap(({ trouble, breaker }) => trouble ?? (isThrough ? [] : breaker.lastFault) ?? []);
  }

  /** @param size bytes of a mail that the account has to take */
  next(size = 0): Standing | undefined {
    return this.standings.find((standing) => isReady(standing) && takes(standing.account, size));
  }

  /** Waits, at most until the signal comes, for an account whose minute is used up; the others can do nothing. */
  async nextRested(size: number, until: AbortSignal): Promise<Standing | undefined> {
    const waits = this.standings.filter(({ account }) => takes(account, size)).map(({ restsUntil }) => restsUntil - performance.now());
    const wait = Math.min(...waits);
    if (wait > longestWait) return undefined;
    await pause(wait, until);
    return this.next(size);
  }

  canTakeOver(from: Standing): boolean {
    return this.standings.some((standing) => standing !== from && isReady(standing));
  }

  /** Whether some account takes a mail of that size, at some time. */
  takes(size: number): boolean {
    return this.standings.some(({ account }) => takes(account, size));
  }

  giveUp(standing: Standing, trouble: NotifyError): void {
    standing.trouble = trouble;
    standing.restsUntil = Number.POSITIVE_INFINITY;
  }

  /** A minute passes while others send; a day does not. */
  rest(standing: Standing, { span, limit, waitMs }: Denial): void {
    standing.restsUntil = performance.now() + waitMs;
    if (span === 'day') standing.trouble = new QuotaReachedError(standing.account.name, limit);
  }
}

export function takes({ maxMessageSize = Number.POSITIVE_INFINITY }: Account, size: number): boolean {
  return size <= maxMessageSize;
}

function isReady({ restsUntil }: Standing): boolean {
  return restsUntil <= performance.now();
}
