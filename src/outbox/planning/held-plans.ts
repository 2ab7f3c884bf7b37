import type { KindId } from '../../config/index.js';
import { statement, type Database, type Statement } from '../../database/index.js';
import { NotifyError } from '../../errors/index.js';

/** What an operator may decide about a plan that is held: mail it, or close its events without mails. */
export const planDecisions = ['release', 'discard'] as const;

export type PlanDecision = (typeof planDecisions)[number];

/** A plan that was out of proportion, and was rolled back. The kind is planned anew by each run until it fits. */
export interface HeldPlan {
  readonly kind: KindId;
  /** ISO 8601, UTC. */
  readonly heldAt: string;
  /** Mails of the last plan. */
  readonly messages: number;
}

/** SQL: no operator has decided, or the decision was misspelt by hand. */
const isUndecided = `COALESCE(decision, '') NOT IN (${planDecisions.map((decision) => `'${decision}'`).join(', ')})`;

const updateHeld = statement(
  'planning.update-held',
  'UPDATE {held_plans} SET messages = :messages WHERE kind = :kind',
  {
    integers: ['messages'],
  },
);
const insertHeld = statement(
  'planning.insert-held',
  'INSERT INTO {held_plans} (kind, held_at, messages) VALUES (:kind, :now, :messages)',
  { integers: ['messages'] },
);
const deleteHeld = statement('planning.delete-held', 'DELETE FROM {held_plans} WHERE kind = :kind');
const decide = statement('planning.decide-held', 'UPDATE {held_plans} SET decision = :decision WHERE kind = :kind');
const selectHeld = statement(
  'planning.select-held',
  `SELECT kind, held_at AS "heldAt", messages FROM {held_plans} WHERE ${isUndecided} ORDER BY kind`,
  { numbers: ['messages'] },
);
const claimAlert = statement(
  'planning.claim-held-alert',
  (dialect) => `UPDATE {held_plans} SET claimed_until = ${dialect.now(':leaseMs')}
     WHERE kind = :kind AND alerted_at IS NULL AND (claimed_until IS NULL OR claimed_until < ${dialect.now()})`,
  { integers: ['leaseMs'] },
);
const finishAlert = statement(
  'planning.finish-held-alert',
  'UPDATE {held_plans} SET alerted_at = :now, claimed_until = NULL WHERE kind = :kind',
);
const releaseAlert = statement(
  'planning.release-held-alert',
  'UPDATE {held_plans} SET claimed_until = NULL WHERE kind = :kind',
);
const discardSlot = statement(
  'planning.discard-slot',
  `UPDATE {messages} SET state = 'skipped', reason = 'discarded', finished_at = :now
     WHERE kind = :kind AND slot = :slot AND state = 'queued'`,
);

export const heldPlanStatements: Statement[] = [
  updateHeld,
  insertHeld,
  deleteHeld,
  decide,
  selectHeld,
  claimAlert,
  finishAlert,
  releaseAlert,
  discardSlot,
];

/** Records that the plan of a kind is held. */
export async function holdPlan(transaction: Database, kind: KindId, messages: number, now: Date): Promise<void> {
  const changed = await transaction.execute(updateHeld, { kind, messages });
  if (changed === 0) await transaction.execute(insertHeld, { kind, messages, now: now.toISOString() });
}

/** Forgets that a plan was held: it fits now, an operator has decided, or the kind is switched off. */
export async function endHold(transaction: Database, kind: KindId): Promise<void> {
  await transaction.execute(deleteHeld, { kind });
}

/** Records an operator's decision, which the next plan of each kind obeys. @throws NotifyError PLAN_NOT_HELD */
export async function decideHeldPlans(
  transaction: Database,
  kinds: readonly KindId[],
  decision: PlanDecision,
): Promise<void> {
  const missing: KindId[] = [];
  for (const kind of kinds) if ((await transaction.execute(decide, { kind, decision })) === 0) missing.push(kind);
  if (missing.length > 0) throw new NotifyError('PLAN_NOT_HELD', { kinds: missing.join(', ') });
}

/** The plans that wait for an operator's decision. */
export async function heldPlans(database: Database): Promise<HeldPlan[]> {
  return database.query<HeldPlan>(selectHeld);
}

/**
 * Claims the alert about a held plan under a lease, so that a run which dies does not keep it. Returns false if the
 * administrator knows already, or another run is sending the alert.
 */
export async function claimHeldAlert(database: Database, kind: KindId, leaseMs: number): Promise<boolean> {
  return (await database.execute(claimAlert, { kind, leaseMs })) === 1;
}

/** Records that the administrator knows of the held plan. */
export async function finishHeldAlert(database: Database, kind: KindId, now: Date): Promise<void> {
  await database.execute(finishAlert, { kind, now: now.toISOString() });
}

/** Leaves the alert to a later run, because nobody got it. */
export async function releaseHeldAlert(database: Database, kind: KindId): Promise<void> {
  await database.execute(releaseAlert, { kind });
}

/** Closes what was just planned without mails. @returns how many messages */
export async function discardPlan(transaction: Database, kind: KindId, slot: string, now: Date): Promise<number> {
  return transaction.execute(discardSlot, { kind, slot, now: now.toISOString() });
}
