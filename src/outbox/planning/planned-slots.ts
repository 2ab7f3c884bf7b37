import type { KindId } from '../../config/index.js';
import { statement, type Database, type Statement } from '../../database/index.js';
import type { Day } from '../../schedule/index.js';
import { timeBound } from '../../source/index.js';

/** A slot that has planned mails. */
export interface PlannedSlot {
  readonly kind: KindId;
  /** ISO 8601, UTC. */
  readonly slot: string;
  /** Of the slot, in the office's time zone. */
  readonly day: Day;
  /** Minutes since the kind's previous slot, whether or not it had mails; 0 if there was none. */
  readonly gap: number;
  readonly messages: number;
  /** What the messages tell: events, each once per message, or approvals. */
  readonly entries: number;
}

/** What a slot has planned, and what earlier slots of the kind did. Numbers are NULL without any. */
export interface SlotFigures {
  /** Events of this slot. */
  readonly events: number;
  /** Of them, those that occurred before `settled`. */
  readonly oldEvents: number;
  /** Events that earlier slots knew, and that wait on or have expired: they are not in this slot. */
  readonly leftWaiting: number;
  /** Earlier slots with mails. */
  readonly slots: number;
  readonly firstSlot: string | null;
  readonly longestGap: number | null;
  readonly mostMessages: number | null;
  readonly mostEntries: number | null;
  /** On one day. */
  readonly mostMessagesADay: number | null;
  readonly mostEntriesADay: number | null;
}

const insertSlot = statement(
  'planning.insert-planned-slot',
  `INSERT INTO {planned_slots} (kind, slot, day, gap, messages, entries)
     VALUES (:kind, :slot, :day, :gap, :messages, :entries)`,
  { integers: ['gap', 'messages', 'entries'] },
);
/** A plan that was discarded has only messages. */
const countUses = statement(
  'planning.count-slot-uses',
  `SELECT (SELECT COUNT(*) FROM {planned_slots} WHERE kind = :kind AND slot = :slot)
       + (SELECT COUNT(*) FROM {messages} WHERE kind = :kind AND slot = :slot) AS uses`,
  { numbers: ['uses'] },
);
const countEntries = statement(
  'planning.count-entries',
  `SELECT COUNT(*) AS entries FROM {messages} m JOIN {message_events} me ON me.message_id = m.id
     WHERE m.kind = :kind AND m.slot = :slot`,
  { numbers: ['entries'] },
);
const deleteOldSlots = statement(
  'planning.delete-planned-slots',
  'DELETE FROM {planned_slots} WHERE kind = :kind AND slot < :before',
);
const earlier = 'FROM {planned_slots} s WHERE s.kind = :kind AND s.slot < :slot';
const planned =
  "SELECT COUNT(*) FROM {planned_events} p WHERE p.kind = :kind AND p.slot = :slot AND p.state = 'planned'";
const selectFigures = statement(
  'planning.slot-figures',
  (
    dialect,
  ) => `SELECT (${planned}) AS events, (${planned} AND p.occurred_at < ${timeBound(':settled', dialect)}) AS "oldEvents",
       (SELECT COUNT(*) FROM {planned_events} p WHERE p.kind = :kind
          AND (p.state = 'waiting' AND p.occurred_at <= ${timeBound(':lastSlot', dialect)}
            OR p.state = 'skipped' AND p.slot = :slot)) AS "leftWaiting",
       found.slots AS slots, found.first_slot AS "firstSlot", found.gap AS "longestGap",
       found.messages AS "mostMessages", found.entries AS "mostEntries",
       busiest.messages AS "mostMessagesADay", busiest.entries AS "mostEntriesADay"
     FROM (SELECT COUNT(*) AS slots, MIN(s.slot) AS first_slot, MAX(s.gap) AS gap, MAX(s.messages) AS messages,
         MAX(s.entries) AS entries ${earlier}) found
     CROSS JOIN (SELECT MAX(daily.messages) AS messages, MAX(daily.entries) AS entries FROM (
         SELECT SUM(s.messages) AS messages, SUM(s.entries) AS entries ${earlier} GROUP BY s.day) daily) busiest`,
  {
    numbers: [
      'events',
      'oldEvents',
      'leftWaiting',
      'slots',
      'longestGap',
      'mostMessages',
      'mostEntries',
      'mostMessagesADay',
      'mostEntriesADay',
    ],
  },
);

export const plannedSlotStatements: Statement[] = [countUses, countEntries, insertSlot, deleteOldSlots, selectFigures];

/** True if the slot has planned mails. */
export async function isSlotUsed(
  transaction: Database,
  { kind, slot }: Pick<PlannedSlot, 'kind' | 'slot'>,
): Promise<boolean> {
  const [row] = await transaction.query<{ uses: number }>(countUses, { kind, slot });
  return row!.uses > 0;
}

/** Counts the events of the messages of a slot, each once per message. */
export async function countSlotEntries(
  transaction: Database,
  { kind, slot }: Pick<PlannedSlot, 'kind' | 'slot'>,
): Promise<number> {
  const [row] = await transaction.query<{ entries: number }>(countEntries, { kind, slot });
  return row!.entries;
}

/** Records how much a slot has planned. @param keptSince earlier slots are deleted */
export async function recordPlannedSlot(
  transaction: Database,
  { ...slot }: PlannedSlot,
  keptSince: Date,
): Promise<void> {
  await transaction.execute(insertSlot, slot);
  await transaction.execute(deleteOldSlots, { kind: slot.kind, before: keptSince.toISOString() });
}

/**
 * @param settled in the source's clock: events before it should have been planned by an earlier slot
 * @param lastSlot in the source's clock
 */
export async function slotFigures(
  transaction: Database,
  { kind, slot }: Pick<PlannedSlot, 'kind' | 'slot'>,
  { settled, lastSlot }: { readonly settled: string; readonly lastSlot: string },
): Promise<SlotFigures> {
  const [row] = await transaction.query<SlotFigures>(selectFigures, { kind, slot, settled, lastSlot });
  return row!;
}
