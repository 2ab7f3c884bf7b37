import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../database/index.js';

type Write<Result> = (transaction: Database) => Promise<Result>;

interface Entry {
  run(transaction: Database): Promise<() => void>;
  reject(error: unknown): void;
}

/**
 * Writes that arrive in the same turn of the event loop, or in the next turns as long as these bring more, share one
 * transaction, in the order of their arrival. So the outcome of a message, the mark of the next one and those of other
 * connections are committed together: 0.4 commits per message over five connections instead of 2. Each writer waits
 * for its own write, so no message is sent before its mark is committed.
 */
export class GroupCommit {
  private waiting: Entry[] = [];
  private flushing = false;

  constructor(private readonly database: Database) {}

  /** Resolves once the write is committed. */
  write<Result>(work: Write<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        run: async (transaction) => {
          const result = await work(transaction);
          return () => {
            resolve(result);
          };
        },
        reject,
      });
      if (!this.flushing) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.flushing = true;
    while (this.waiting.length > 0) {
      for (let seen = 0; seen < this.waiting.length;) {
        seen = this.waiting.length;
        await nextTurn();
      }
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
