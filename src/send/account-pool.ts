import { NotifyError } from '../errors/index.js';
import type { RateLimited } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { pause } from './pause.js';

/** The state of an account in this run. */
export interface AccountState {
  readonly account: Account;
  readonly breaker: CircuitBreaker;
  /** Until then its quota is used up; on the clock of `performance.now()`. */
  throttledUntil: number;
  /** Why it can send no more. */
  error?: NotifyError;
}

/** A run waits this long for a quota, in milliseconds: a minute's quota is worth it, a day's is not. */
export const maxQuotaWaitMs = 65_000;

/** The accounts of a run in order. The first that is neither disabled nor throttled sends next. */
export class AccountPool {
  readonly accounts: readonly AccountState[];

  constructor(accounts: readonly Account[]) {
    this.accounts = accounts.map((account) => ({
      account,
      breaker: new CircuitBreaker(),
      throttledUntil: 0,
    }));
  }

  get hasFailover(): boolean {
    return this.accounts.length > 1;
  }

  /** @param drained true if all mail was sent: transient errors are then left out */
  errors(drained: boolean): NotifyError[] {
    return this.accounts.flatMap(({ error, breaker }) => error ?? (drained ? [] : breaker.lastError) ?? []);
  }

  /** @param size bytes of a mail that the account must accept */
  next(size = 0): AccountState | undefined {
    return this.accounts.find((state) => isReady(state) && accepts(state.account, size));
  }

  /** Waits for an account whose minute's quota is used up, at most until the signal aborts. */
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
    return this.accounts.some((state) => state !== from && isReady(state));
  }

  /** Whether any account accepts a mail of that size in bytes. */
  accepts(size: number): boolean {
    return this.accounts.some(({ account }) => accepts(account, size));
  }

  disable(state: AccountState, error: NotifyError): void {
    state.error = error;
    state.throttledUntil = Number.POSITIVE_INFINITY;
  }

  /** A minute's quota comes back during the run; a day's does not, and is an error. */
  throttle(state: AccountState, { window, limit, retryAfterMs }: RateLimited): void {
    state.throttledUntil = performance.now() + retryAfterMs;
    if (window === 'day')
      state.error = new NotifyError('MAILBOX_QUOTA_REACHED', { account: state.account.name, limit });
  }
}

export function accepts({ maxMessageSize = Number.POSITIVE_INFINITY }: Account, size: number): boolean {
  return size <= maxMessageSize;
}

function isReady({ throttledUntil }: AccountState): boolean {
  return throttledUntil <= performance.now();
}
