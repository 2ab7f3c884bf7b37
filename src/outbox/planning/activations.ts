import type { KindId } from '../../config/index.js';
import type { Database } from '../../database/index.js';

/** What the database remembers of a kind: its last slot, and since when it is enabled. */
export interface KindState {
  lastSlot?: Date;
  /** Events before this were never planned and never will be. */
  coversFrom?: Date;
}

/** One query for all kinds, so that a run with nothing due stays cheap. */
export async function kindStates(database: Database): Promise<Map<KindId, KindState>> {
  const rows = await database.query<{ what: 'slot' | 'activation'; kind: KindId; at: string }>(
    `SELECT 'slot' AS what, kind, slot AS at FROM {slots}
     UNION ALL SELECT 'activation', kind, covers_from FROM {activations} WHERE ended_at IS NULL`);
  const states = new Map<KindId, KindState>();
  for (const { what, kind, at } of rows) {
    const state = states.get(kind) ?? {};
    states.set(kind, { ...state, [what === 'slot' ? 'lastSlot' : 'coversFrom']: new Date(at) });
  }
  return states;
}

export async function startActivation(transaction: Database, kind: KindId, now: Date, coversFrom: Date): Promise<void> {
  await transaction.execute(
    'INSERT INTO {activations} (kind, started_at, covers_from) VALUES (:kind, :now, :coversFrom)',
    { kind, now: now.toISOString(), coversFrom: coversFrom.toISOString() });
}

/** Ends the activation of a kind found switched off; what it had not sent is skipped, so switching on again floods nobody. */
export async function endActivation(transaction: Database, kind: KindId, now: Date): Promise<void> {
  const bindings = { kind, now: now.toISOString() };
  await transaction.execute('UPDATE {activations} SET ended_at = :now WHERE kind = :kind AND ended_at IS NULL', bindings);
  await transaction.execute(
    `UPDATE {messages} SET state = 'skipped', reason = 'kind-off', finished_at = :now
     WHERE kind = :kind AND state IN ('queued', 'deferred')`, bindings);
}

export async function recordSlot(transaction: Database, kind: KindId, slot: string, now: Date): Promise<void> {
  const bindings = { kind, slot, now: now.toISOString() };
  const changed = await transaction.execute('UPDATE {slots} SET slot = :slot, planned_at = :now WHERE kind = :kind', bindings);
  if (changed === 0) await transaction.execute('INSERT INTO {slots} (kind, slot, planned_at) VALUES (:kind, :slot, :now)', bindings);
}
