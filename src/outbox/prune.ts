import type { KindId } from '../config/index.js';
import type { Database } from '../database/index.js';

const day = 86_400_000;
const runDays = 30;
const eventDays = 30;
/** Rows per transaction, so that nobody waits long for its locks. */
const step = 1_000;

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
  await pruneTable(database, until, 'runs', 'id', 'started_at', ago(runDays * day));
  await pruneTable(database, until, 'attempts', 'id', 'started_at', ago(runDays * day));
  await pruneTable(database, until, 'absence_changes', 'id', 'detected_at', ago(messages));
  await pruneMessages(database, until, ago(messages));
  await pruneTable(database, until, 'alerts', 'day', 'sent_at', ago(messages));
  for (const [kind, before] of events) {
    await pruneTable(
      database,
      until,
      'planned_events',
      'event_id',
      'occurred_at',
      { kind, before },
      "kind = :kind AND state <> 'waiting' AND ",
    );
  }
}

/** Events before this are deleted: thirty days before the window. */
export function retentionCutoff(windowStart: Date): Date {
  return new Date(windowStart.getTime() - eventDays * day);
}

/** Deletes in the order of the index that finds the rows. */
async function pruneTable(
  database: Database,
  until: AbortSignal,
  table: string,
  key: string,
  time: string,
  bindings: Record<string, string>,
  where = '',
): Promise<void> {
  const chosen = database.dialect.selectTop(table, key, `${where}${time} < :before`, `${time}, ${key}`, step);
  const kind = 'kind' in bindings ? 'AND kind = :kind' : '';
  while (
    !until.aborted &&
    (await database.execute(`DELETE FROM {${table}} WHERE ${key} IN (${chosen}) ${kind}`, bindings)) === step
  );
}

/** Deletes messages together with their links to events. */
async function pruneMessages(database: Database, until: AbortSignal, bindings: { before: string }): Promise<void> {
  // NOT IN, because with IN SQLite would use the index on the state and read everything ever sent.
  const chosen = database.dialect.selectTop(
    'messages',
    'id',
    "created_at < :before AND state NOT IN ('queued', 'claimed', 'sending', 'deferred', 'unknown')",
    'created_at, id',
    step,
  );
  const deleteSome = () =>
    database.transaction(async (transaction) => {
      await transaction.execute(`DELETE FROM {message_events} WHERE message_id IN (${chosen})`, bindings);
      return transaction.execute(`DELETE FROM {messages} WHERE id IN (${chosen})`, bindings);
    });
  while (!until.aborted && (await deleteSome()) === step);
}
