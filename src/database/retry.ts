/** What the two databases say of what their drivers throw. */
export interface ErrorClassifier {
  /** True when the same work may be tried again at once. */
  isTransient(error: unknown): boolean;
  /** True when another process holds the database's one write lock: worth waiting for as long as its longest plan. */
  isLocked(error: unknown): boolean;
  /** Turns what the driver throws into an error of this program, where it is a known one. */
  translate(error: unknown): unknown;
}

const attempts = 5;
const firstPause = 100;
const longestLock = 120_000;
const lockPause = 50;

/** Runs `work`, again after a transient fault, five times within four seconds, and as long as a lock is held, two minutes. */
export async function withRetry<Result>(work: () => Promise<Result>, faults: ErrorClassifier): Promise<Result> {
  const start = performance.now();
  for (let attempt = 1; ;) {
    try {
      return await work();
    } catch (error) {
      const waitsForLock = faults.isLocked(error) && performance.now() - start < longestLock;
      if (!waitsForLock && (attempt === attempts || !faults.isTransient(error))) throw faults.translate(error);
      const pause = waitsForLock ? lockPause : firstPause * 2 ** attempt;
      if (!waitsForLock) attempt += 1;
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    }
  }
}
