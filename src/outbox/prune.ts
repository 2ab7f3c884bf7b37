import type { KindId } from '../config/index.js';
import { statement, type Database, type Dialect, type Statement } from '../database/index.js';

const day = 86_400_000;
const runDays = 30;
const eventDays = 30;
/** Rows per transaction, so that nobody waits long for its locks. */
const step = 1_000;

/** Deletes in the order of the index that finds the rows. */
const deleteFrom = (table: string, key: string, time: string, ofKind?: string) =>
  statement(
    `outbox.prune-${table.replace('_', '-')}`,
    ({ selectTop }) =>
      `DELETE FROM {${table}} WHERE ${key} IN (${selectTop(table, key, `${ofKind ?? ''}${time} < :before`, `${time}, ${key}`, step)})${ofKind === undefined ? '' : ' AND kind = :kind'}`,
  );
const deleteRuns = deleteFrom('runs', 'id', 'started_at');
const deleteAttempts = deleteFrom('attempts', 'id', 'started_at');
const deleteAbsenceChanges = deleteFrom('absence_changes', 'id', 'detected_at');
const deleteAlerts = deleteFrom('alerts', 'day', 'sent_at');
const deleteEvents = deleteFrom(
  'planned_events',
  'event_id',
  'occurred_at',
  "kind = :kind AND state <> 'waiting' AND ",
);

/** SQL: ids of the oldest messages that are finished. */
const oldMessages = ({ selectTop }: Dialect) =>
  // NOT IN, because with IN SQLite would use the index on the state and read everything ever sent.
  selectTop(
    'messages',
    'id',
    "created_at < :before AND state NOT IN ('queued', 'claimed', 'sending', 'deferred', 'unknown')",
    'created_at, id',
    step,
  );
const deleteMessageEvents = statement(
  'outbox.prune-message-events',
  (dialect) => `DELETE FROM {message_events} WHERE message_id IN (${oldMessages(dialect)})`,
);
/** Not those whose links are still there: a run that prunes at the same time may have chosen others. */
const deleteMessages = statement(
  'outbox.prune-messages',
  (dialect) => `DELETE FROM {messages} WHERE id IN (${oldMessages(dialect)})
     AND NOT EXISTS (SELECT 1 FROM {message_events} me WHERE me.message_id = {messages}.id)`,
);

const deleteDeputies = statement(
  'outbox.prune-planned-deputies',
  'DELETE FROM {planned_deputies} WHERE kind = :kind AND slot < :before',
);

export const pruneStatements: Statement[] = [
  deleteRuns,
  deleteAttempts,
  deleteAbsenceChanges,
  deleteAlerts,
  deleteEvents,
  deleteMessageEvents,
  deleteMessages,
  deleteDeputies,
];

export interface Retention {
  readonly now: Date;
  /** Milliseconds for which finished messages are kept. */
  readonly messages: number;
  /** Stops early: a later run prunes the rest. */
  readonly until: AbortSignal;
  /** Events of each kind before this are deleted, in the source's clock. */
  readonly events: ReadonlyMap<KindId, string>;
}

/** Deletes what is no longer needed, in steps, so that the state tables do not grow. */
export async function prune(database: Database, { now, messages, events, until }: Retention): Promise<void> {
  const ago = (ms: number) => ({ before: new Date(now.getTime() - ms).toISOString() });
  const pruneAll = async (deleteSome: Statement, bindings: { before: string; kind?: KindId }) => {
    while (!until.aborted && (await database.execute(deleteSome, bindings)) === step);
  };
  await pruneAll(deleteRuns, ago(runDays * day));
  await pruneAll(deleteAttempts, ago(runDays * day));
  await pruneAll(deleteAbsenceChanges, ago(messages));
  await pruneMessages(database, until, ago(messages));
  await pruneAll(deleteAlerts, ago(messages));
  for (const [kind, before] of events) {
    await pruneAll(deleteEvents, { kind, before });
    await database.execute(deleteDeputies, { kind, ...ago(messages) });
  }
}

/** Events before this are deleted: thirty days before the window. */
export function retentionCutoff(windowStart: Date): Date {
  return new Date(windowStart.getTime() - eventDays * day);
}

/** Deletes messages together with their links to events. */
async function pruneMessages(database: Database, until: AbortSignal, bindings: { before: string }): Promise<void> {
  const deleteSome = () =>
    database.transaction(async (transaction) => {
      await transaction.execute(deleteMessageEvents, bindings);
      return transaction.execute(deleteMessages, bindings);
    });
  while (!until.aborted && (await deleteSome()) === step);
}
