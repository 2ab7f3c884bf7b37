import { statement, type Database } from '../../database/index.js';
import { lockAccount } from './connections.js';

/** The limits of an account, over any 60 seconds and any 24 hours. */
export interface AccountLimits {
  readonly name: string;
  readonly messagesPerMinute?: number;
  readonly messagesPerDay?: number;
}

type QuotaWindow = 'minute' | 'day';

/** Permission to send one message. It is already counted, in these buckets. */
export interface QuotaReservation {
  readonly counted: readonly { readonly window: QuotaWindow; readonly startedAt: string }[];
}

/** The quota of a window is used up. */
export interface RateLimited {
  readonly window: QuotaWindow;
  readonly limit: number;
  /** Milliseconds until a message may be sent. */
  readonly retryAfterMs: number;
}

/**
 * Messages are counted in buckets of time. A bucket counts until its last moment is out of the window, so that no 60
 * seconds and no 24 hours ever exceed the limit.
 */
export const quotaWindows = {
  minute: { length: 60_000, bucket: 2_000, limit: ({ messagesPerMinute }: AccountLimits) => messagesPerMinute },
  day: { length: 86_400_000, bucket: 1_800_000, limit: ({ messagesPerDay }: AccountLimits) => messagesPerDay },
} as const;

const longest = quotaWindows.day.length + quotaWindows.day.bucket;

export const selectBuckets = statement(
  'accounts.select-usage',
  ({ now }) =>
    `SELECT u.quota_window AS "quotaWindow", u.started_at AS "startedAt", u.messages AS messages, ${now()} AS now
     FROM {mail_accounts} a LEFT JOIN {account_usage} u ON u.account = a.account
       AND (u.started_at > ${now(-longest)} AND u.quota_window = 'day' OR u.started_at > ${now(-quotaWindows.minute.length - quotaWindows.minute.bucket)})
     WHERE a.account = :account`,
  { numbers: ['messages'] },
);
const uncount = statement(
  'accounts.release-quota',
  `UPDATE {account_usage} SET messages = messages - 1
       WHERE account = :account AND quota_window = :window AND started_at = :startedAt AND messages > 0`,
);
const countInBucket = statement(
  'accounts.count-in-bucket',
  'UPDATE {account_usage} SET messages = messages + 1 WHERE account = :account AND quota_window = :window AND started_at = :startedAt',
);
const insertBucket = statement(
  'accounts.insert-bucket',
  'INSERT INTO {account_usage} (account, quota_window, started_at, messages) VALUES (:account, :window, :startedAt, 1)',
);
const deleteOldBuckets = statement(
  'accounts.delete-old-buckets',
  ({ now }) => `DELETE FROM {account_usage} WHERE account = :account AND started_at < ${now(-2 * longest)}`,
);

export const quotaStatements = [selectBuckets, uncount, countInBucket, insertBucket, deleteOldBuckets];

/** Messages counted in a bucket; an account without any has one row of NULLs. */
export interface Bucket {
  readonly quotaWindow: QuotaWindow | null;
  readonly startedAt: string | null;
  readonly messages: number | null;
  readonly now: string;
}

/** Counts a message against the account's limits, on the database server's clock, or returns how long to wait. */
export async function reserveQuota(
  transaction: Database,
  limits: AccountLimits,
): Promise<QuotaReservation | RateLimited> {
  const limited = (Object.keys(quotaWindows) as QuotaWindow[]).filter(
    (window) => quotaWindows[window].limit(limits) !== undefined,
  );
  if (limited.length === 0) return { counted: [] };
  const account = limits.name;
  await lockAccount(transaction, account);
  const buckets = await transaction.query<Bucket>(selectBuckets, { account });
  const now = Date.parse(buckets[0]!.now);
  for (const window of limited) {
    const denial = rateLimitOf(window, quotaWindows[window].limit(limits)!, buckets, now);
    if (denial !== undefined) return denial;
  }
  const counted = limited.map((window) => ({
    window,
    startedAt: new Date(now - (now % quotaWindows[window].bucket)).toISOString(),
  }));
  for (const { window, startedAt } of counted) await count(transaction, account, window, startedAt);
  return { counted };
}

/** Uncounts a message that the server did not get. Locks in the order of `reserveQuota`. */
export async function releaseQuota(
  transaction: Database,
  account: string,
  { counted }: QuotaReservation,
): Promise<void> {
  if (counted.length > 0) await lockAccount(transaction, account);
  for (const { window, startedAt } of counted) {
    await transaction.execute(uncount, { account, window, startedAt });
  }
}

function rateLimitOf(
  window: QuotaWindow,
  limit: number,
  buckets: readonly Bucket[],
  now: number,
): RateLimited | undefined {
  const { length, bucket } = quotaWindows[window];
  const ends = buckets
    .filter((row) => row.quotaWindow === window && row.messages! > 0)
    .map(({ startedAt, messages }) => ({ messages: messages!, end: Date.parse(startedAt!) + bucket + length }))
    .filter(({ end }) => end > now)
    .sort((a, b) => a.end - b.end);
  const used = ends.reduce((sum, { messages }) => sum + messages, 0);
  return used < limit ? undefined : { window, limit, retryAfterMs: ends[0]!.end - now };
}

async function count(transaction: Database, account: string, window: QuotaWindow, startedAt: string): Promise<void> {
  const bindings = { account, window, startedAt };
  const changed = await transaction.execute(countInBucket, bindings);
  if (changed > 0) return;
  await transaction.execute(insertBucket, bindings);
  // With each new bucket, delete those that no window reaches any more.
  await transaction.execute(deleteOldBuckets, { account });
}
