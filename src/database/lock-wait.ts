/** Milliseconds that a run waits for the write lock of a SQLite file. Planning holds it longest. */
const runLockWaitMs = 120_000;
/** Milliseconds that a command waits if it changes nothing, because somebody is waiting for its output. */
export const readOnlyLockWaitMs = 5_000;

/** How long the statements of a connection wait while another process holds the write lock. */
export class LockWait {
  private hasTimedOut = false;

  private readonly maxMs: number;

  constructor(maxMs = runLockWaitMs) {
    this.maxMs = Math.min(maxMs, runLockWaitMs);
  }

  /** Milliseconds; 0 after a time-out, until the lock is acquired: the next wait would be as long. */
  get ms(): number {
    return this.hasTimedOut ? 0 : this.maxMs;
  }

  /** Records that a statement did not get the lock in time. */
  recordTimeout(): void {
    this.hasTimedOut = true;
  }

  /** Records that this connection has the write lock. A read that succeeds does not show that the lock is free. */
  recordAcquired(): void {
    this.hasTimedOut = false;
  }
}
