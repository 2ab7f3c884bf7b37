import type { KindConfig, KindId } from '../config/index.js';
import { statement, type Database, type Statement } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';
import type { MessageState } from './message.js';
import { unknownTooOftenSql } from './recover.js';

const countDueByKind = statement(
  'outbox.count-due',
  `SELECT kind, COUNT(*) AS waiting FROM {messages}
     WHERE ${dueSql(':now')} GROUP BY kind`,
  { numbers: ['waiting'], readsPast: true },
);
const selectHeldIds = (kinds: readonly KindConfig[]) =>
  statement(
    'outbox.select-held-ids',
    `SELECT CAST({messages}.id AS nvarchar(20)) AS id FROM {messages} WHERE ${heldSql(kinds)} ORDER BY {messages}.id`,
    { readsPast: true },
  );

const countOpen = (kinds: readonly KindConfig[]) =>
  statement(
    'outbox.count-open',
    `SELECT state, is_held AS "isHeld", COUNT(*) AS messages, MIN(created_at) AS since FROM (
       SELECT state, created_at, CASE WHEN ${heldSql(kinds)} THEN 1 ELSE 0 END AS is_held FROM {messages}
       WHERE state IN ('queued', 'claimed', 'deferred', 'sending', 'unknown', 'failed')
         AND (state <> 'failed' OR finished_at >= :failedSince)
     ) counted GROUP BY state, is_held`,
    { numbers: ['isHeld', 'messages'], readsPast: true },
  );

const countByKind = statement(
  'outbox.count-open-by-kind',
  `SELECT kind, state, COUNT(*) AS messages, MIN(created_at) AS since FROM {messages}
     WHERE state IN ('queued', 'claimed', 'sending', 'deferred', 'unknown', 'failed') GROUP BY kind, state
     ORDER BY kind, state`,
  { numbers: ['messages'] },
);

export const countStatements = (kinds: readonly KindConfig[]): Statement[] => [
  countDueByKind,
  selectHeldIds(kinds),
  countOpen(kinds),
  countByKind,
];

/** SQL: a message is of one of these kinds. SQL Server takes no empty list. */
export function ofKindsSql(kinds: readonly KindId[]): string {
  return `kind IN (${(kinds.length === 0 ? [''] : kinds).map((kind) => `'${kind}'`).join(', ')})`;
}

/** Counts the messages of these kinds that are due. */
export async function countDue(database: Database, kinds: readonly KindId[], now: Date): Promise<number> {
  const rows = await database.query<{ kind: KindId; waiting: number }>(countDueByKind, { now: now.toISOString() });
  return rows.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { waiting }) => sum + waiting, 0);
}

/** SQL: a message of {messages} is due. @param now SQL for the present time */
export function dueSql(now: string): string {
  return `state = 'queued' OR (state = 'deferred' AND next_attempt_at <= ${now})`;
}

/**
 * Ids of `unknown` messages that wait for an operator, oldest first: their kind holds them, or they were resent too
 * often.
 */
export async function heldMessages(database: Database, kinds: readonly KindConfig[]): Promise<string[]> {
  const rows = await database.query<{ id: string }>(selectHeldIds(kinds));
  return rows.map(({ id }) => id);
}

/** SQL: a message of {messages} waits for an operator. */
export function heldSql(kinds: readonly KindConfig[]): string {
  const held = kinds.filter(({ onUnknown }) => onUnknown === 'hold').map(({ id }) => `'${id}'`);
  return `{messages}.state = 'unknown' AND ({messages}.kind IN (${["''", ...held].join(', ')}) OR ${unknownTooOftenSql})`;
}

/** What has not reached its recipient. */
export interface OpenMessages {
  /** Waiting to be sent, or being sent. */
  readonly waiting: number;
  /** When the oldest of them was planned. */
  readonly waitingSince?: Date;
  /** Of those that wait: nobody knows whether an earlier copy arrived. */
  readonly unknown: number;
  readonly failed: number;
  /** Waiting for an operator. */
  readonly held: number;
}

/** Counts the messages that have not reached their recipients. @param failedSince earlier failures do not count */
export async function countOpenMessages(
  database: Database,
  kinds: readonly KindConfig[],
  failedSince: Date,
): Promise<OpenMessages> {
  const rows = await database.query<{ state: MessageState; isHeld: number; messages: number; since: string }>(
    countOpen(kinds),
    { failedSince: failedSince.toISOString() },
  );
  const open = rows.filter(({ state, isHeld }) => state !== 'failed' && isHeld === 0);
  const count = (counted: readonly { messages: number }[]) => counted.reduce((sum, { messages }) => sum + messages, 0);
  const [oldest] = open.map(({ since }) => since).sort();
  return {
    waiting: count(open),
    ...omitUndefined({ waitingSince: oldest === undefined ? undefined : new Date(oldest) }),
    unknown: count(open.filter(({ state }) => state === 'unknown')),
    failed: count(rows.filter(({ state }) => state === 'failed')),
    held: count(rows.filter(({ isHeld }) => isHeld === 1)),
  };
}

/** Messages of a kind and a state that have not reached their recipients. */
export interface OpenOfKind {
  readonly kind: KindId;
  readonly state: MessageState;
  readonly messages: number;
  /** When the oldest of them was planned, ISO 8601 in UTC. */
  readonly since: string;
}

/** Counts the messages that have not reached their recipients, by kind and state. */
export async function openByKind(database: Database): Promise<OpenOfKind[]> {
  return database.query<OpenOfKind>(countByKind);
}
