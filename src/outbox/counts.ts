import type { KindConfig, KindId } from '../config/index.js';
import { statement, type Database, type Statement } from '../database/index.js';
import { unknownTooOftenSql } from './recover.js';

const countDueByKind = statement(
  'outbox.count-due',
  `SELECT kind, COUNT(*) AS waiting FROM {messages}
     WHERE ${dueSql(':now')} GROUP BY kind`,
  { numbers: ['waiting'] },
);
const selectHeldIds = (kinds: readonly KindConfig[]) =>
  statement(
    'outbox.select-held-ids',
    `SELECT CAST({messages}.id AS nvarchar(20)) AS id FROM {messages} WHERE ${heldSql(kinds)} ORDER BY {messages}.id`,
  );

const countOpen = statement(
  'outbox.count-open',
  `SELECT state, COUNT(*) AS messages FROM {messages}
     WHERE state IN ('queued', 'claimed', 'deferred', 'sending', 'unknown') GROUP BY state`,
  { numbers: ['messages'] },
);

export const countStatements = (kinds: readonly KindConfig[]): Statement[] => [
  countDueByKind,
  selectHeldIds(kinds),
  countOpen,
];

/** SQL: a message is of one of these kinds. */
export function ofKindsSql(kinds: readonly KindId[]): string {
  return `kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
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

/** Counts the messages that wait to be sent, and those of which nobody knows whether they arrived. */
export async function countOpenMessages(database: Database): Promise<{ waiting: number; inDoubt: number }> {
  const rows = await database.query<{ state: string; messages: number }>(countOpen);
  const isInDoubt = (state: string) => state === 'sending' || state === 'unknown';
  const count = (wanted: boolean) =>
    rows.filter(({ state }) => isInDoubt(state) === wanted).reduce((sum, { messages }) => sum + messages, 0);
  return { waiting: count(false), inDoubt: count(true) };
}
