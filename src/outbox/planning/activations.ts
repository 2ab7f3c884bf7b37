import type { KindId } from '../../config/index.js';
import { statement, type Database } from '../../database/index.js';

/** The state of a kind: its last slot, and since when it is tracked. */
export interface KindState {
  lastSlot?: Date;
  /** Events before this were not planned and never will be. */
  trackedSince?: Date;
  /** True if the kind was enabled before and then switched off. */
  wasEnabled?: boolean;
}

export interface StateRow {
  readonly what: 'lastSlot' | 'trackedSince' | 'wasEnabled';
  readonly kind: KindId;
  readonly at: string;
}

/** SQL: the states of all kinds, as rows of `StateRow` and a number, so that other rows can be joined by UNION. */
export const stateRows = `SELECT 'lastSlot' AS what, kind, slot AS at, 0 AS amount FROM {slots}
     UNION ALL SELECT 'trackedSince', kind, tracked_since, 0 FROM {activations} WHERE ended_at IS NULL
     UNION ALL SELECT 'wasEnabled', kind, MAX(ended_at), 0 FROM {activations} WHERE ended_at IS NOT NULL GROUP BY kind`;

const selectStates = statement('planning.kind-states', stateRows);
const insertActivation = statement(
  'planning.start-activation',
  'INSERT INTO {activations} (kind, started_at, tracked_since) VALUES (:kind, :now, :trackedSince)',
);
const updateEnded = statement(
  'planning.end-activation',
  'UPDATE {activations} SET ended_at = :now WHERE kind = :kind AND ended_at IS NULL',
);
const updateTrackedSince = statement(
  'planning.advance-tracked-since',
  'UPDATE {activations} SET tracked_since = :from WHERE kind = :kind AND ended_at IS NULL AND tracked_since < :from',
);
const updateSlot = statement(
  'planning.update-slot',
  'UPDATE {slots} SET slot = :slot, planned_at = :now WHERE kind = :kind',
);
const insertSlot = statement(
  'planning.insert-slot',
  'INSERT INTO {slots} (kind, slot, planned_at) VALUES (:kind, :slot, :now)',
);

export const activationStatements = [
  selectStates,
  insertActivation,
  updateEnded,
  updateTrackedSince,
  updateSlot,
  insertSlot,
];

export async function kindStates(database: Database): Promise<Map<KindId, KindState>> {
  return statesFrom(await database.query<StateRow>(selectStates));
}

export function statesFrom(rows: readonly StateRow[]): Map<KindId, KindState> {
  const states = new Map<KindId, KindState>();
  for (const { what, kind, at } of rows) {
    const state = states.get(kind) ?? {};
    states.set(kind, { ...state, [what]: what === 'wasEnabled' ? true : new Date(at) });
  }
  return states;
}

export async function startActivation(
  transaction: Database,
  kind: KindId,
  now: Date,
  trackedSince: Date,
): Promise<void> {
  await transaction.execute(insertActivation, {
    kind,
    now: now.toISOString(),
    trackedSince: trackedSince.toISOString(),
  });
}

/** Ends the activation of a kind that is switched off. */
export async function endActivation(transaction: Database, kind: KindId, now: Date): Promise<void> {
  await transaction.execute(updateEnded, { kind, now: now.toISOString() });
}

/** Events before `from` were pruned. A window that begins earlier must not take them for new ones. */
export async function advanceTrackedSince(transaction: Database, kind: KindId, from: Date): Promise<void> {
  await transaction.execute(updateTrackedSince, { kind, from: from.toISOString() });
}

export async function recordSlot(transaction: Database, kind: KindId, slot: string, now: Date): Promise<void> {
  const bindings = { kind, slot, now: now.toISOString() };
  const changed = await transaction.execute(updateSlot, bindings);
  if (changed === 0) await transaction.execute(insertSlot, bindings);
}
