import type { Config } from '../config/index.js';
import type { Message } from '../messages/index.js';
import { kindOf } from '../notifications/index.js';
import {
  countSlotEntries,
  recordPlannedSlot,
  slotFigures,
  type KindState,
  type Plan,
  type SlotFigures,
} from '../outbox/index.js';
import { localDay } from '../schedule/index.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * A slot is compared with the slots of this many days. More than a month, because much is mailed at the end of each
 * month, which weekends and public holidays move.
 */
const historyDays = 45;

/** Less history than this says too little: a month has an end, and a kind that mails rarely has no usual size. */
const leastHistoryDays = 30;
const leastSlots = 5;

/** What is compared: a figure of this slot, and what the history allows. */
interface Comparison {
  readonly code: 'messages' | 'entries';
  readonly count: number;
  readonly most: number;
  readonly mostADay: number;
}

/** What a slot has planned. */
export interface SlotVolume {
  readonly messages: number;
  readonly entries: number;
  /** Time in which it has gathered, in milliseconds. */
  readonly gapMs: number;
}

/** Records how much a slot has planned, for later slots to be compared with. */
export async function recordVolume(plan: Plan, messages: number, state: KindState): Promise<SlotVolume> {
  const { transaction, kind, slot, now, zone } = plan;
  const { lastSlot } = state;
  // A plan that is held must not pass because time goes by.
  const until = state.heldSince ?? now;
  const gapMs = lastSlot === undefined ? 0 : Math.max(0, until.getTime() - lastSlot.getTime());
  if (messages === 0) return { messages, entries: 0, gapMs };
  const inSlot = { kind: kind.id, slot };
  const entries = (await kindOf(kind.id).countEntries?.(plan)) ?? (await countSlotEntries(transaction, inSlot));
  const day = localDay(new Date(slot), zone);
  const figures = { ...inSlot, day, messages, entries, gap: Math.round(gapMs / minuteMs) };
  await recordPlannedSlot(transaction, figures, new Date(now.getTime() - historyDays * dayMs));
  return { messages, entries, gapMs };
}

/** Compares a slot with the kind's history. @returns why the plan is out of proportion; undefined if it is not */
export async function findExcess(
  plan: Plan,
  volume: SlotVolume,
  guard: Exclude<Config['floodGuard'], false>,
  state: KindState,
): Promise<Message | undefined> {
  const { transaction, kind, slot, now, clock } = plan;
  const own = await kindOf(kind.id).findExcess?.(plan);
  if (own !== undefined || volume.messages <= guard.messages) return own;
  // A day more than the last slot, because an event may be committed late.
  const lastSlot = Math.min(state.lastSlot?.getTime() ?? 0, now.getTime());
  const [settled, last] = [lastSlot - dayMs, lastSlot].map((time) => clock.toSource(new Date(time))) as [
    string,
    string,
  ];
  const figures = await slotFigures(transaction, { kind: kind.id, slot }, { settled, lastSlot: last });
  return oldEventsExcess(figures, guard, state) ?? volumeExcess(figures, volume, now, guard);
}

/** Events that earlier slots should have planned: their ids or their times have changed. */
function oldEventsExcess(
  { events, oldEvents, leftWaiting }: SlotFigures,
  { messages }: Exclude<Config['floodGuard'], false>,
  { lastSlot, waiting = 0, heldSince }: KindState,
): Message | undefined {
  if (lastSlot === undefined) return undefined;
  // Events that waited are known. Those that have found a recipient are in this slot.
  const old = oldEvents - Math.max(0, waiting - leftWaiting);
  // While a plan is held, new events must not outnumber the old ones.
  const allowed = heldSince === undefined ? Math.max(messages, events / 2) : messages;
  return old > allowed ? { code: 'excess.oldEvents', args: { count: old, events } } : undefined;
}

/** Compares with the largest slot; after a longer gap than any before, with the busiest day, once for each day. */
function volumeExcess(
  { slots, firstSlot, longestGap, ...most }: SlotFigures,
  { messages, entries, gapMs }: SlotVolume,
  now: Date,
  { times }: Exclude<Config['floodGuard'], false>,
): Message | undefined {
  const isKnown = slots >= leastSlots && now.getTime() - Date.parse(firstSlot!) >= leastHistoryDays * dayMs;
  if (!isKnown) return undefined;
  // Recorded gaps are rounded to minutes, and a run starts some seconds after its slot.
  const gap = Math.round(gapMs / minuteMs);
  const isLongGap = gap > longestGap!;
  const comparisons: readonly Comparison[] = [
    { code: 'messages', count: messages, most: most.mostMessages!, mostADay: most.mostMessagesADay! },
    { code: 'entries', count: entries, most: most.mostEntries!, mostADay: most.mostEntriesADay! },
  ];
  for (const { code, count, most: largest, mostADay } of comparisons) {
    const usual = isLongGap ? mostADay * Math.ceil((gap * minuteMs) / dayMs) : largest;
    if (usual > 0 && count > usual * times) return { code: `excess.${code}`, args: { count, usual } };
  }
  return undefined;
}
