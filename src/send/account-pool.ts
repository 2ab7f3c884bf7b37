import { NotifyError } from '../errors/index.js';
import type { RateLimited } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { pause } from './pause.js';
import type { DeliveredAttempt } from './record-result.js';

/** How an account does in this run. */
export interface AccountState {
  readonly account: Account;
  readonly breaker: CircuitBreaker<DeliveredAttempt>;
  /** On the clock of `performance.now()`; until then its quota is used up. */
  throttledUntil: number;
  /** Why it was given up. */
  error?: NotifyError;
}

/** A wait for a quota that is worth a run's while: that of a minute. */
export const maxQuotaWaitMs = 65_000;

/** The accounts of a run, and which of them sends next: the first that is neither given up nor over its quota. */
export class AccountPool {
  readonly accounts: readonly AccountState[];

  constructor(accounts: readonly Account[]) {
    this.accounts = accounts.map((account) => ({
      account,
      breaker: new CircuitBreaker<DeliveredAttempt>(),
      throttledUntil: 0,
    }));
  }

  get hasFailover(): boolean {
    return this.accounts.length > 1;
  }

  /** @param drained whether all mail went out nevertheless; a fault that passed is no trouble then */
  errors(drained: boolean): NotifyError[] {
    return this.accounts.flatMap(({ error, breaker }) => error ?? (drained ? [] : breaker.lastFault) ?? []);
  }

  /** @param size bytes of a mail that the account has to take */
  next(size = 0): AccountState | undefined {
    return this.accounts.find((standing) => isReady(standing) && accepts(standing.account, size));
  }

  /** Waits, at most until the signal comes, for an account whose minute is used up; the others can do nothing. */
  async waitForAvailable(size: number, until: AbortSignal): Promise<AccountState | undefined> {
    const waits = this.accounts
      .filter(({ account }) => accepts(account, size))
      .map(({ throttledUntil }) => throttledUntil - performance.now());
    const wait = Math.min(...waits);
    if (wait > maxQuotaWaitMs) return undefined;
    await pause(wait, until);
    return this.next(size);
  }

  canTakeOver(from: AccountState): boolean {
    return this.accounts.some((standing) => standing !== from && isReady(standing));
  }

  /** Whether some account takes a mail of that size, at some time. */
  accepts(size: number): boolean {
    return this.accounts.some(({ account }) => accepts(account, size));
  }

  disable(standing: AccountState, trouble: NotifyError): void {
    standing.error = trouble;
    standing.throttledUntil = Number.POSITIVE_INFINITY;
  }

  /** A minute passes while others send; a day does not. */
  throttle(standing: AccountState, { window, limit, retryAfterMs }: RateLimited): void {
    standing.throttledUntil = performance.now() + retryAfterMs;
    if (window === 'day')
      standing.error = new NotifyError('MAILBOX_QUOTA_REACHED', { account: standing.account.name, limit });
  }
}

export function accepts({ maxMessageSize = Number.POSITIVE_INFINITY }: Account, size: number): boolean {
  return size <= maxMessageSize;
}

function isReady({ throttledUntil }: AccountState): boolean {
  return throttledUntil <= performance.now();
}
