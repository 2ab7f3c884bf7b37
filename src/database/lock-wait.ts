/** Milliseconds that a run waits for the write lock of a SQLite file. Planning holds it longest. */
const runLockWaitMs = 120_000;
/** Milliseconds that a command waits that only looks: somebody sits before it. */
export const lookLockWaitMs = 5_000;

/** How long the statements of a connection wait while another process holds the write lock. */
export class LockWait {
  private isInVain = false;

  private readonly maxMs: number;

  constructor(maxMs = runLockWaitMs) {
    this.maxMs = Math.min(maxMs, runLockWaitMs);
  }

  /** None after a wait in vain, until the lock has been free: the next wait would be as long. */
  get ms(): number {
    return this.isInVain ? 0 : this.maxMs;
  }

  /** To be called when a statement has waited in vain. */
  noteLocked(): void {
    this.isInVain = true;
  }

  /** To be called when this connection has got the write lock. A read tells nothing of it. */
  noteFree(): void {
    this.isInVain = false;
  }
}
