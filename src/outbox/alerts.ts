import type { KindConfig, KindId } from '../config/index.js';
import { statement, type Database, type Statement } from '../database/index.js';
import { heldSql } from './counts.js';
import type { Day } from '../schedule/index.js';
import { isTime } from './stored-values.js';

const newestAlert = statement(
  'outbox.newest-alert',
  `SELECT CAST(a.day AS nvarchar(10)) AS day, a.sent_at AS "sentAt" FROM {alerts} a
     WHERE a.day = (SELECT MAX(n.day) FROM {alerts} n WHERE n.claimed_until IS NULL)`,
);
const claimNewAlert = statement(
  'outbox.claim-new-alert',
  (dialect) => `INSERT INTO {alerts} (day, sent_at, claimed_until) SELECT :day, :sentAt, ${dialect.now(':leaseMs')}
     WHERE NOT EXISTS (SELECT 1 FROM {alerts} WHERE day = :day)`,
  { integers: ['leaseMs'] },
);
const claimAbandonedAlert = statement(
  'outbox.claim-abandoned-alert',
  (dialect) => `UPDATE {alerts} SET sent_at = :sentAt, claimed_until = ${dialect.now(':leaseMs')}
     WHERE day = :day AND claimed_until < ${dialect.now()}`,
  { integers: ['leaseMs'] },
);
const finishAlert = statement('outbox.finish-alert', 'UPDATE {alerts} SET claimed_until = NULL WHERE day = :day');
const deleteAlert = statement('outbox.delete-alert', 'DELETE FROM {alerts} WHERE day = :day');

/** The day and time of the last alert, without one that a run has only claimed. */
export async function lastAlert(
  database: Database,
): Promise<{ readonly day: Day; readonly sentAt: string } | undefined> {
  const [row] = await database.query<{ day: Day; sentAt: string }>(newestAlert);
  return row !== undefined && isTime(row.sentAt) ? row : undefined;
}

/**
 * Claims today's alert under a lease, so that a run which dies does not keep it. Returns false if another run has it.
 */
export async function claimDailyAlert(database: Database, day: Day, now: Date, leaseMs: number): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const bindings = { day, sentAt: now.toISOString(), leaseMs };
    if ((await transaction.execute(claimNewAlert, bindings)) === 1) return true;
    return (await transaction.execute(claimAbandonedAlert, bindings)) === 1;
  });
}

/** Records that today's alert is sent, or that there is nothing to report today. */
export async function finishDailyAlert(database: Database, day: Day): Promise<void> {
  await database.execute(finishAlert, { day });
}

/** Leaves today's alert to a later run, because nobody got it. */
export async function releaseDailyAlert(database: Database, day: Day): Promise<void> {
  await database.execute(deleteAlert, { day });
}

export interface AlertMessage {
  readonly id: string;
  readonly kind: KindId;
  readonly address: string;
  readonly reply: string;
}

export interface AlertMessages {
  readonly count: number;
  /** The first of them. */
  readonly messages: readonly AlertMessage[];
}

const maxListed = 20;

/** Messages that failed after `after`, up to `until`. */
export async function failedBetween(database: Database, after: Date, until: Date): Promise<AlertMessages> {
  return loadAlertMessages(database, selectFailed, { after: after.toISOString(), until: until.toISOString() });
}

/** Messages that an operator must decide on, held since `until` or longer. */
export async function heldSince(database: Database, kinds: readonly KindConfig[], until: Date): Promise<AlertMessages> {
  return loadAlertMessages(database, selectHeld(kinds), { until: until.toISOString() });
}

const selectFailed = messagesStatement(
  'outbox.select-failed',
  "{messages}.state = 'failed' AND {messages}.finished_at > :after AND {messages}.finished_at <= :until",
);
const selectHeld = (kinds: readonly KindConfig[]) =>
  messagesStatement(
    'outbox.select-held',
    `${heldSql(kinds)} AND COALESCE({messages}.finished_at, {messages}.created_at) <= :until`,
  );

function messagesStatement(name: string, where: string): Statement {
  return statement(
    name,
    ({ binary }) =>
      `SELECT CAST(t.id AS nvarchar(20)) AS id, t.kind AS kind, t.total AS total,
       COALESCE(${binary('a.address')}, t.recipient) AS address, COALESCE(t.last_error, a.reply_text, '') AS reply
     FROM (SELECT {messages}.id, {messages}.kind, {messages}.recipient, {messages}.attempt, {messages}.last_error, COUNT(*) OVER () AS total,
       ROW_NUMBER() OVER (ORDER BY {messages}.id) AS position FROM {messages} WHERE ${where}) t
     LEFT JOIN {attempts} a ON a.message_id = t.id AND a.attempt = t.attempt
     WHERE t.position <= ${maxListed} ORDER BY t.id`,
    { numbers: ['total'], readsPast: true },
  );
}

export const alertStatements = (kinds: readonly KindConfig[]): Statement[] => [
  newestAlert,
  claimNewAlert,
  claimAbandonedAlert,
  finishAlert,
  deleteAlert,
  selectFailed,
  selectHeld(kinds),
];

async function loadAlertMessages(
  database: Database,
  select: Statement,
  bindings: Record<string, string>,
): Promise<AlertMessages> {
  const rows = await database.query<AlertMessage & { total: number }>(select, bindings);
  return {
    count: rows[0]?.total ?? 0,
    messages: rows.map(({ id, kind, address, reply }) => ({ id, kind, address, reply })),
  };
}
