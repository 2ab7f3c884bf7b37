import type { KindId } from '../../config/index.js';
import { statement, type Database } from '../../database/index.js';
import { NotifyError } from '../../errors/index.js';
import { isTime } from '../stored-values.js';
import { planDecisions, type PlanDecision } from './held-plans.js';

/** The state of a kind: its last slot, and since when it is tracked. */
export interface KindState {
  lastSlot?: Date;
  /** Events before this were not planned and never will be. */
  trackedSince?: Date;
  /** Number of events that existed when it was enabled, and are not mailed. */
  remembered?: number;
  /** True if the kind was enabled before and then switched off. */
  wasEnabled?: boolean;
  /** Since when its plan is held as out of proportion. */
  heldSince?: Date;
  /** What an operator has decided about the held plan. */
  decision?: PlanDecision;
  /** Number of events that wait for a guardian. */
  waiting?: number;
  /** Number of messages that wait to be sent, or are being sent. */
  pending?: number;
  /** When the oldest of them was planned. */
  pendingSince?: Date;
  /** A value of the state that cannot be read. The kind must not be planned. */
  fault?: NotifyError;
}

export interface StateRow {
  readonly what: 'lastSlot' | 'trackedSince' | 'wasEnabled' | 'heldSince' | 'waiting' | 'pending' | PlanDecision;
  readonly kind: KindId;
  /** Drivers may give NULL, whatever the table allows. */
  readonly at: string | null;
  readonly amount: number;
}

/** SQL: the states of all kinds, as rows of `StateRow` and a number, so that other rows can be joined by UNION. */
export const stateRows = `SELECT 'lastSlot' AS what, kind, slot AS at, 0 AS amount FROM {slots}
     UNION ALL SELECT 'trackedSince', kind, tracked_since, remembered FROM {activations} WHERE ended_at IS NULL
     UNION ALL SELECT 'wasEnabled', kind, MAX(ended_at), 0 FROM {activations} WHERE ended_at IS NOT NULL GROUP BY kind
     UNION ALL SELECT 'heldSince', kind, held_at, 0 FROM {held_plans}
     ${planDecisions.map((decision) => `UNION ALL SELECT '${decision}', kind, held_at, 0 FROM {held_plans} WHERE decision = '${decision}'`).join('\n     ')}
     UNION ALL SELECT 'waiting', kind, MAX(occurred_at), COUNT(*) FROM {planned_events} WHERE state = 'waiting' GROUP BY kind
     UNION ALL SELECT 'pending', kind, MIN(created_at), COUNT(*) FROM {messages} WHERE state IN ('queued', 'claimed', 'sending', 'deferred') GROUP BY kind`;

const selectStates = statement('planning.kind-states', stateRows, { numbers: ['amount'] });
const insertActivation = statement(
  'planning.start-activation',
  'INSERT INTO {activations} (kind, started_at, tracked_since, remembered) VALUES (:kind, :now, :trackedSince, :remembered)',
  { integers: ['remembered'] },
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
  for (const row of rows) states.set(row.kind, { ...states.get(row.kind), ...stateOf(row) });
  return states;
}

function stateOf(row: StateRow): KindState {
  const { what, at, amount } = row;
  switch (what) {
    case 'wasEnabled':
      return { wasEnabled: true };
    case 'trackedSince':
      return { ...readTime('activations', 'trackedSince', 'tracked_since', row), remembered: amount };
    case 'pending':
      // A time that is none is the fault of a message, which must not stop its kind.
      return { pending: amount, ...(isTime(at) ? { pendingSince: new Date(at) } : {}) };
    case 'waiting':
      return { waiting: amount };
    case 'release':
    case 'discard':
      return { decision: what };
    case 'lastSlot':
      return readTime('slots', what, 'slot', row);
    case 'heldSince':
      return readTime('held_plans', what, 'held_at', row);
  }
}

/** A time of a kind's state, or the fault of one that cannot be read. */
function readTime(
  table: string,
  name: 'lastSlot' | 'trackedSince' | 'heldSince',
  column: string,
  { kind, at }: StateRow,
): KindState {
  const found = String(at);
  return isTime(at)
    ? { [name]: new Date(at) }
    : { fault: new NotifyError('STATE_UNREADABLE', { table, row: kind, column, found }) };
}

/** @param remembered number of events that exist and are not mailed */
export async function startActivation(
  transaction: Database,
  kind: KindId,
  now: Date,
  trackedSince: Date,
  remembered: number,
): Promise<void> {
  await transaction.execute(insertActivation, {
    kind,
    remembered,
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
