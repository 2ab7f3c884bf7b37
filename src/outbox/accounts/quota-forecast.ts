import type { Database } from '../../database/index.js';
import { quotaWindows, selectBuckets, type AccountLimits, type Bucket } from './quota.js';

/** Messages that count from `start` until `end`, in milliseconds. */
interface Counted {
  readonly start: number;
  readonly end: number;
  messages: number;
}

interface ForecastWindow {
  readonly bucketMs: number;
  readonly lengthMs: number;
  readonly limit: number;
  /** Oldest first. */
  readonly counted: Counted[];
}

/** Tells when an account may send further messages. Reserves nothing. */
export class QuotaForecast {
  /** From the first until the second time, the quota is known to be used up. */
  private usedUp: readonly [number, number] = [0, 0];

  private constructor(private readonly windows: readonly ForecastWindow[]) {}

  static async load(database: Database, limits: AccountLimits): Promise<QuotaForecast> {
    const limited = Object.entries(quotaWindows).flatMap(([name, { length, bucket, limit }]) => {
      const most = limit(limits);
      return most === undefined ? [] : [{ name, bucketMs: bucket, lengthMs: length, limit: most }];
    });
    const account = limits.name;
    const buckets = limited.length === 0 ? [] : await database.query<Bucket>(selectBuckets, { account });
    const countedIn = (name: string, validMs: number) =>
      buckets
        .filter(({ quotaWindow }) => quotaWindow === name)
        .map(({ startedAt, messages }) => ({ start: Date.parse(startedAt!), messages: messages! }))
        .filter(({ start, messages }) => !Number.isNaN(start + messages))
        .map(({ start, messages }) => ({ start, end: start + validMs, messages }))
        .sort((a, b) => a.start - b.start);
    return new QuotaForecast(
      limited.map((window) => ({ ...window, counted: countedIn(window.name, window.bucketMs + window.lengthMs) })),
    );
  }

  /** The first time from `from` on at which the limits allow one more message. */
  next(from: Date): Date {
    const start = from.getTime();
    const [usedFrom, usedUntil] = this.usedUp;
    let at = start >= usedFrom && start < usedUntil ? usedUntil : start;
    for (;;) {
      const freeAt = Math.max(...this.windows.map((window) => freeFrom(window, at)));
      if (freeAt <= at) break;
      at = freeAt;
    }
    this.usedUp = [start, at];
    return new Date(at);
  }

  /** Counts a message that would be sent at this time. */
  count(at: Date): void {
    for (const { bucketMs, lengthMs, counted } of this.windows) {
      const start = at.getTime() - (at.getTime() % bucketMs);
      const index = counted.findLastIndex((bucket) => bucket.start <= start);
      const bucket = counted[index];
      if (bucket?.start === start) bucket.messages += 1;
      else counted.splice(index + 1, 0, { start, end: start + bucketMs + lengthMs, messages: 1 });
    }
  }
}

/** This time if one more message is allowed at it, otherwise when the oldest messages no longer count. */
function freeFrom({ limit, counted }: ForecastWindow, at: number): number {
  let used = 0;
  let oldestEnd = at;
  for (let index = counted.length - 1; index >= 0; index -= 1) {
    const { start, end, messages } = counted[index]!;
    if (end <= at) break;
    if (start > at || messages === 0) continue;
    used += messages;
    oldestEnd = end;
  }
  return used < limit ? at : oldestEnd;
}
