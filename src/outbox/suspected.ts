import type { KindId } from '../config/index.js';
import { statement, type Database } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';
import { ofKindsSql } from './counts.js';

/** SQL: the last attempt of a message of {messages} may have failed through its account's fault. */
export const suspectedSql = `{messages}.state = 'deferred' AND EXISTS (SELECT 1 FROM {attempts} a
  WHERE a.message_id = {messages}.id AND a.attempt = {messages}.attempt AND a.outcome = 'suspected')`;
const isUntriedSql = "u.state = 'queued' AND u.next_attempt_at IS NULL";
const requeue = "state = 'queued', next_attempt_at = NULL";

const requeueSome = (kinds: readonly KindId[]) =>
  statement(
    'outbox.requeue-suspected',
    (dialect) => {
      const untried = `SELECT 1 FROM {messages} u${dialect.readPast} WHERE ${isUntriedSql} AND u.${ofKindsSql(kinds)}`;
      const where = `${suspectedSql} AND {messages}.${ofKindsSql(kinds)} AND EXISTS (${untried})`;
      return dialect.updateTop('messages', ':count', requeue, where, 'next_attempt_at, id');
    },
    { integers: ['count'] },
  );
const requeueAll = statement('outbox.requeue-all-suspected', `UPDATE {messages} SET ${requeue} WHERE ${suspectedSql}`);
const countUntried = (kinds: readonly KindId[]) =>
  statement(
    'outbox.count-untried-since',
    `SELECT COUNT(*) AS untried FROM {messages} u
     WHERE ${isUntriedSql} AND u.${ofKindsSql(kinds)} AND u.created_at > :since`,
    { numbers: ['untried'], readsPast: true },
  );
const countByKind = (name: string, where: string) =>
  statement(
    name,
    `SELECT {messages}.kind AS kind, COUNT(*) AS waiting FROM {messages} WHERE ${where} GROUP BY {messages}.kind`,
    { numbers: ['waiting'], readsPast: true },
  );
const countQueued = countByKind('outbox.count-queued', "{messages}.state = 'queued'");
const countDeferred = countByKind('outbox.count-deferred', "{messages}.state = 'deferred'");
const countSuspected = countByKind('outbox.count-suspected', suspectedSql);
const countEarlier = statement(
  'outbox.count-suspicions',
  "SELECT COUNT(*) AS suspicions FROM {attempts} WHERE message_id = CAST(:id AS bigint) AND outcome = 'suspected'",
  { numbers: ['suspicions'] },
);
const selectLastDeferral = statement(
  'outbox.last-deferral',
  `SELECT a.reply_code AS code, a.reply_text AS text FROM {attempts} a
   WHERE a.message_id = CAST(:id AS bigint) AND a.attempt = (
     SELECT MAX(n.attempt) FROM {attempts} n WHERE n.message_id = CAST(:id AS bigint) AND n.outcome = 'deferred')`,
  { numbers: ['code'] },
);

/** @param kinds the enabled kinds, which some statements name */
export const suspectedStatements = (kinds: readonly KindId[]) => [
  requeueSome(kinds),
  requeueAll,
  countUntried(kinds),
  countQueued,
  countDeferred,
  countSuspected,
  countEarlier,
  selectLastDeferral,
];

/**
 * Puts suspected messages of these kinds back to the head of the queue, those that wait longest first, if others of
 * these kinds wait to be sent for the first time: one that is delivered after them shows whose fault their refusals
 * are.
 */
export async function requeueSuspected(database: Database, kinds: readonly KindId[], count: number): Promise<void> {
  if (kinds.length > 0) await database.execute(requeueSome(kinds), { count });
}

/** Puts all suspected messages back into the queue. */
export async function requeueAllSuspected(transaction: Database): Promise<void> {
  await transaction.execute(requeueAll);
}

/** Whether a message of these kinds that was planned after `since` waits to be sent for the first time. */
export async function hasUntried(database: Database, kinds: readonly KindId[], since: string): Promise<boolean> {
  if (kinds.length === 0) return false;
  const [row] = await database.query<{ untried: number }>(countUntried(kinds), { since });
  return row!.untried > 0;
}

/** Messages that wait to be sent. */
export interface WaitingMessages {
  readonly untried: number;
  readonly deferred: number;
  /** The deferred ones that an account may have failed. */
  readonly suspected: number;
}

/** Counts the messages of these kinds that wait. */
export async function countWaiting(database: Database, kinds: readonly KindId[]): Promise<WaitingMessages> {
  const count = async (counting: typeof countQueued) => {
    const rows = await database.query<{ kind: KindId; waiting: number }>(counting);
    return rows.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { waiting }) => sum + waiting, 0);
  };
  return {
    untried: await count(countQueued),
    deferred: await count(countDeferred),
    suspected: await count(countSuspected),
  };
}

/** How often a message was suspected before. */
export async function countSuspicions(database: Database, id: string): Promise<number> {
  const [row] = await database.query<{ suspicions: number }>(countEarlier, { id });
  return row!.suspicions;
}

/** The last reply that was found to be about the recipient of this message; undefined if there is none. */
export async function lastDeferral(
  database: Database,
  id: string,
): Promise<{ readonly code?: number; readonly text: string } | undefined> {
  const [row] = await database.query<{ code: number | null; text: string }>(selectLastDeferral, { id });
  return row && { text: row.text, ...omitUndefined({ code: row.code ?? undefined }) };
}
