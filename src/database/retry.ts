import { LockWait } from './lock-wait.js';

/** Classifies the errors of a database driver. */
export interface ErrorClassifier {
  /** True if the work may succeed when it is tried again at once. */
  isTransient(error: unknown): boolean;
  /** True if another process holds the database's only write lock. Planning holds it longest. */
  isLocked(error: unknown): boolean;
  /** Returns the error of this program for a known driver error; other errors unchanged. */
  translate(error: unknown): unknown;
}

const maxAttempts = 5;
const basePauseMs = 100;
const lockPauseMs = 50;

/**
 * Runs `work`, and again after transient errors: up to five times, within four seconds. While another process holds the
 * write lock, it is run again as long as `lockWait` says.
 * @throws the last error, translated
 */
export async function withRetry<Result>(
  work: () => Promise<Result>,
  classifier: ErrorClassifier,
  lockWait = new LockWait(),
): Promise<Result> {
  const start = performance.now();
  for (let attempt = 1; ;) {
    try {
      return await work();
    } catch (error) {
      const isLocked = classifier.isLocked(error);
      const isWaitingForLock = isLocked && performance.now() - start < lockWait.ms;
      if (!isWaitingForLock && (attempt === maxAttempts || !classifier.isTransient(error))) {
        if (isLocked) lockWait.recordTimeout();
        throw classifier.translate(error);
      }
      const pause = isWaitingForLock ? lockPauseMs : basePauseMs * 2 ** attempt;
      if (!isWaitingForLock) attempt += 1;
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    }
  }
}
