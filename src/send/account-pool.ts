import { NotifyError } from '../errors/index.js';
import type { AccountEvidence, RateLimited } from '../outbox/index.js';
import type { Account } from './accounts.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { pause } from './pause.js';

/** The state of an account in this run. */
export interface AccountState {
  /** With fewer connections than configured if its server accepts no more. */
  account: Account;
  /** Why the server accepted no more connections in this run. */
  connectionRefusal?: string;
  readonly breaker: CircuitBreaker;
  /**
   * It cannot send before this time, on the clock of `performance.now()`: its quota is used up, or, if infinite, it is
   * disabled.
   */
  notReadyBefore: number;
  /** Why it is disabled, or that its quota for the day is used up. */
  error?: NotifyError;
  /** What earlier runs know of it. */
  readonly evidence: AccountEvidence | undefined;
  /** True if it is left alone for this run, because it refuses what it is given. */
  isSuspended: boolean;
  /** True once another account was to be asked about a message that this one refused: this is done once in a run. */
  hasAskedOther: boolean;
}

/** The longest wait for a quota, in milliseconds. A minute's quota comes back within it, a day's usually does not. */
export const maxQuotaWaitMs = 65_000;

/** The accounts of a run, in order. The first one that is ready sends next. */
export class AccountPool {
  readonly accounts: readonly AccountState[];

  /** @param evidence what earlier runs know of the accounts */
  constructor(accounts: readonly Account[], evidence: readonly AccountEvidence[]) {
    this.accounts = accounts.map((account) => ({
      account,
      breaker: new CircuitBreaker(),
      notReadyBefore: 0,
      evidence: evidence.find((known) => known.account === account.name),
      isSuspended: false,
      hasAskedOther: false,
    }));
  }

  /**
   * The errors to report when sending ends.
   * @param drained true if nothing is left for this run: errors that passed are then left out
   */
  errors(drained: boolean): NotifyError[] {
    const errors = this.accounts.map(({ error, breaker }) => error ?? (drained ? undefined : breaker.lastError));
    return errors.filter((error) => error !== undefined);
  }

  /** @param size bytes of a mail that the account must accept */
  next(size = 0): AccountState | undefined {
    return this.accounts.find((state) => isReady(state) && accepts(state.account, size));
  }

  /** Waits until an account has quota again, if that takes at most `maxQuotaWaitMs`. Returns early if `stop` aborts. */
  async waitForAvailable(size: number, stop: AbortSignal): Promise<AccountState | undefined> {
    const waits = this.accounts
      .filter(({ account }) => accepts(account, size))
      .map(({ notReadyBefore }) => notReadyBefore - performance.now());
    const wait = Math.min(...waits);
    if (wait > maxQuotaWaitMs) return undefined;
    await pause(wait, stop);
    return this.next(size);
  }

  /** Another account that could send now. */
  otherReady(than: AccountState): AccountState | undefined {
    return this.accounts.find((state) => state !== than && isReady(state));
  }

  /** Whether any account accepts a mail of that size in bytes, now or later. */
  anyAccepts(size: number): boolean {
    return this.accounts.some(({ account }) => accepts(account, size));
  }

  /** Leaves an account alone for this run, because it refuses what it is given. */
  suspend(state: AccountState): void {
    state.isSuspended = true;
    state.notReadyBefore = Number.POSITIVE_INFINITY;
  }

  disable(state: AccountState, error: NotifyError): void {
    state.error = error;
    state.notReadyBefore = Number.POSITIVE_INFINITY;
  }

  /** A minute's quota comes back during the run; a day's does not, and is an error. */
  throttle(state: AccountState, { window, limit, retryAfterMs }: RateLimited): void {
    state.notReadyBefore = performance.now() + retryAfterMs;
    if (window === 'day')
      state.error = new NotifyError('MAILBOX_QUOTA_REACHED', { account: state.account.name, limit });
  }
}

export function accepts({ maxMessageSize = Number.POSITIVE_INFINITY }: Account, size: number): boolean {
  return size <= maxMessageSize;
}

function isReady({ notReadyBefore }: AccountState): boolean {
  return notReadyBefore <= performance.now();
}
