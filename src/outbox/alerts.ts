import type { KindConfig, KindId } from '../config/index.js';
import type { Database } from '../database/index.js';
import { heldSql } from './counts.js';
import type { Day } from '../schedule/index.js';

/** The day and time of the last alert. */
export async function lastAlert(
  database: Database,
): Promise<{ readonly day: Day; readonly sentAt: string } | undefined> {
  const [row] = await database.query<{ day: Day; sentAt: string }>(
    'SELECT CAST(a.day AS nvarchar(10)) AS day, a.sent_at AS "sentAt" FROM {alerts} a WHERE a.day = (SELECT MAX(n.day) FROM {alerts} n)',
  );
  return row;
}

/** Claims today's alert. Returns false if another run has it. */
export async function claimDailyAlert(database: Database, day: Day, now: Date): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const sentAt = now.toISOString();
    return (
      (await transaction.execute(
        'INSERT INTO {alerts} (day, sent_at) SELECT :day, :sentAt WHERE NOT EXISTS (SELECT 1 FROM {alerts} WHERE day = :day)',
        { day, sentAt },
      )) === 1
    );
  });
}

/** Leaves today's alert to a later run, because nobody got it. */
export async function releaseDailyAlert(database: Database, day: Day): Promise<void> {
  await database.execute('DELETE FROM {alerts} WHERE day = :day', { day });
}

export interface FailedMessage {
  readonly id: string;
  readonly kind: KindId;
  readonly address: string;
  readonly reply: string;
}

export interface FailedMessages {
  readonly count: number;
  /** The first of them. */
  readonly messages: readonly FailedMessage[];
}

const shown = 20;

/** Messages that failed after `after`, up to `until`. */
export async function failedBetween(database: Database, after: Date, until: Date): Promise<FailedMessages> {
  return loadFailedMessages(
    database,
    "{messages}.state = 'failed' AND {messages}.finished_at > :after AND {messages}.finished_at <= :until",
    { after: after.toISOString(), until: until.toISOString() },
  );
}

/** Messages that an operator must decide on, held since `until` or longer. */
export async function heldSince(
  database: Database,
  kinds: readonly KindConfig[],
  until: Date,
): Promise<FailedMessages> {
  return loadFailedMessages(
    database,
    `${heldSql(kinds)} AND COALESCE({messages}.finished_at, {messages}.created_at) <= :until`,
    { until: until.toISOString() },
  );
}

async function loadFailedMessages(
  database: Database,
  where: string,
  bindings: Record<string, string>,
): Promise<FailedMessages> {
  const rows = await database.query<FailedMessage & { total: number }>(
    `SELECT CAST(t.id AS nvarchar(20)) AS id, t.kind AS kind, t.total AS total,
       COALESCE(a.address, t.recipient) AS address, COALESCE(t.last_error, a.reply_text, '') AS reply
     FROM (SELECT {messages}.id, {messages}.kind, {messages}.recipient, {messages}.attempt, {messages}.last_error, COUNT(*) OVER () AS total,
       ROW_NUMBER() OVER (ORDER BY {messages}.id) AS position FROM {messages} WHERE ${where}) t
     LEFT JOIN {attempts} a ON a.message_id = t.id AND a.attempt = t.attempt
     WHERE t.position <= ${shown} ORDER BY t.id`,
    bindings,
  );
  return {
    count: rows[0]?.total ?? 0,
    messages: rows.map(({ id, kind, address, reply }) => ({ id, kind, address, reply })),
  };
}
