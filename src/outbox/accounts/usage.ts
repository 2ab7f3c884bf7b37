import type { Database } from '../../database/index.js';
import { lockAccount } from './connections.js';

/** What an account allows; the lengths roll, they are no calendar minutes and days. */
export interface AccountLimits {
  readonly name: string;
  readonly messagesPerMinute?: number;
  readonly messagesPerDay?: number;
}

type Span = 'minute' | 'day';

/** Leave to send one message. It is counted already, in these buckets. */
export interface Permit {
  readonly counted: readonly { readonly span: Span; readonly startedAt: string }[];
}

/** No leave now. */
export interface Denial {
  readonly span: Span;
  readonly limit: number;
  /** Milliseconds until there may be. */
  readonly waitMs: number;
}

/**
 * Messages are counted in buckets of time. A bucket counts until its last moment is past, so no stretch of a
 * minute or a day has more than the limit; a bucket more than it takes is looked at.
 */
const spans = {
  minute: { length: 60_000, bucket: 2_000, limit: ({ messagesPerMinute }: AccountLimits) => messagesPerMinute },
  day: { length: 86_400_000, bucket: 1_800_000, limit: ({ messagesPerDay }: AccountLimits) => messagesPerDay },
} as const;

const longest = spans.day.length + spans.day.bucket;

interface Bucket {
  readonly span: Span | null;
  readonly startedAt: string | null;
  readonly messages: number | null;
  readonly now: string;
}

/** Counts a message against the account's limits, on the database server's clock, or says how long to wait. */
export async function takePermit(transaction: Database, limits: AccountLimits): Promise<Permit | Denial> {
  const limited = (Object.keys(spans) as Span[]).filter((span) => spans[span].limit(limits) !== undefined);
  if (limited.length === 0) return { counted: [] };
  const account = limits.name;
  await lockAccount(transaction, account);
  const { dialect } = transaction;
  const buckets = await transaction.query<Bucket>(
    `SELECT u.span AS span, u.started_at AS "startedAt", u.messages AS messages, ${dialect.now()} AS now
     FROM {mail_accounts} a LEFT JOIN {account_usage} u ON u.account = a.account
       AND (u.started_at > ${dialect.now(-longest)} AND u.span = 'day' OR u.started_at > ${dialect.now(-spans.minute.length - spans.minute.bucket)})
     WHERE a.account = :account`, { account });
  const now = Date.parse(buckets[0]!.now);
  for (const span of limited) {
    const denial = denialOf(span, spans[span].limit(limits)!, buckets, now);
    if (denial !== undefined) return denial;
  }
  const counted = limited.map((span) => ({ span, startedAt: new Date(now - now % spans[span].bucket).toISOString() }));
  for (const { span, startedAt } of counted) await count(transaction, account, span, startedAt);
  return { counted };
}

/** Takes a message out of the count that the server did not get. */
export async function returnPermit(transaction: Database, account: string, { counted }: Permit): Promise<void> {
  for (const { span, startedAt } of counted) {
    await transaction.execute(
      `UPDATE {account_usage} SET messages = messages - 1
       WHERE account = :account AND span = :span AND started_at = :startedAt AND messages > 0`, { account, span, startedAt });
  }
}

function denialOf(span: Span, limit: number, buckets: readonly Bucket[], now: number): Denial | undefined {
  const { length, bucket } = spans[span];
  const ends = buckets
    .filter((row) => row.span === span && row.messages! > 0)
    .map(({ startedAt, messages }) => ({ messages: messages!, end: Date.parse(startedAt!) + bucket + length }))
    .filter(({ end }) => end > now)
    .sort((a, b) => a.end - b.end);
  const used = ends.reduce((sum, { messages }) => sum + messages, 0);
  return used < limit ? undefined : { span, limit, waitMs: ends[0]!.end - now };
}

async function count(transaction: Database, account: string, span: Span, startedAt: string): Promise<void> {
  const bindings = { account, span, startedAt };
  const changed = await transaction.execute(
    'UPDATE {account_usage} SET messages = messages + 1 WHERE account = :account AND span = :span AND started_at = :startedAt', bindings);
  if (changed > 0) return;
  await transaction.execute(
    'INSERT INTO {account_usage} (account, span, started_at, messages) VALUES (:account, :span, :startedAt, 1)', bindings);
  // A new bucket is the time to forget what no limit looks at any more.
  await transaction.execute(
    `DELETE FROM {account_usage} WHERE account = :account AND started_at < ${transaction.dialect.now(-2 * longest)}`, { account });
}
