/** What the two databases say of what their drivers throw. */
export interface Faults {
  /** True when the same work may be tried again at once. */
  isTransient(error: unknown): boolean;
  /** Turns what the driver throws into an error of this program, where it is a known one. */
  translate(error: unknown): unknown;
}

const attempts = 5;
const firstPause = 100;

/** Runs `work`, again after a transient fault: five times within three seconds. */
export async function retried<Result>(work: () => Promise<Result>, faults: Faults): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !faults.isTransient(error)) throw faults.translate(error);
      await new Promise((resolve) => setTimeout(resolve, firstPause * 2 ** attempt * (0.5 + Math.random() / 2)));
    }
  }
}
