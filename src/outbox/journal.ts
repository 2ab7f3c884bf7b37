import type { Database } from '../database/index.js';

type Write<Result> = (transaction: Database) => Promise<Result>;

interface Entry {
  run(transaction: Database): Promise<() => void>;
  reject(error: unknown): void;
}

/**
 * Group commit: writes that arrive while a transaction is under way share the next one, in the order in
 * which they came. A connection waits for its own write, so no message goes out before its mark is kept.
 */
export class Journal {
  private waiting: Entry[] = [];
  private flushing = false;

  constructor(private readonly database: Database) {}

  /** Resolves once the write is committed. */
  write<Result>(work: Write<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        run: async (transaction) => {
          const result = await work(transaction);
          return () => { resolve(result); };
        },
        reject,
      });
      if (!this.flushing) {
        this.flushing = true;
        queueMicrotask(() => { void this.flush(); });
      }
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const entries = this.waiting;
      this.waiting = [];
      try {
        const done = await this.database.transaction(async (transaction) => {
          const settled: (() => void)[] = [];
          for (const entry of entries) settled.push(await entry.run(transaction));
          return settled;
        });
        for (const resolve of done) resolve();
      } catch (error) {
        for (const entry of entries) entry.reject(error);
      }
    }
    this.flushing = false;
  }
}
