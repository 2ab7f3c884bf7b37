import type { KindConfig } from '../config/index.js';
import { maxClockSkewMs } from '../database/index.js';
import type { RunState } from '../outbox/index.js';
import { dueSlot } from '../planning/due.js';
import { sendingHoursOf } from '../schedule/index.js';
import { pause } from '../send/pause.js';

/** Milliseconds that may lie between reading the two clocks. */
const leastLagMs = 50;

/** A wait may take this part of the time between two slots, so that a kind of every minute is hardly waited for. */
const waitingPart = 1 / 60;

/**
 * Waits for the slot of a kind that is due by the host's clock, and not yet by the database's, which counts. The host's
 * clock starts the run: a task of once a day would otherwise come some seconds too early each day, and never be due.
 * @param zone time zone of the office
 * @param hostTime the host's clock at the moment of `state.now`
 * @param until ends the wait
 * @returns false if there was nothing to wait for
 */
export async function waitForSlot(
  kinds: readonly KindConfig[],
  zone: string,
  { states, now }: Pick<RunState, 'states' | 'now'>,
  hostTime: Date,
  until: AbortSignal,
): Promise<boolean> {
  const lagMs = hostTime.getTime() - now.getTime();
  const scheduled = kinds.filter(
    ({ schedule }) => schedule !== undefined && lagMs <= Math.min(maxClockSkewMs, schedule.every * waitingPart),
  );
  if (lagMs < leastLagMs || scheduled.length === 0) return false;
  const hours = await sendingHoursOf(scheduled, zone);
  const isDue = (kind: KindConfig, at: Date) => {
    const state = states.get(kind.id) ?? {};
    return state.fault === undefined && dueSlot(kind, hours.get(kind.id)!, state, at, zone) !== undefined;
  };
  if (!scheduled.some((kind) => isDue(kind, hostTime) && !isDue(kind, now))) return false;
  await pause(lagMs, until);
  return true;
}
