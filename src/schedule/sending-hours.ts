import type { KindConfig, KindId } from '../config/index.js';
import { openHours, type OpenHours } from './open-hours.js';

/** The hours in which messages of each kind may be sent. */
export type SendingHours = ReadonlyMap<KindId, OpenHours>;

export async function sendingHoursOf(kinds: readonly KindConfig[], zone: string): Promise<SendingHours> {
  return new Map(await Promise.all(kinds.map(async (kind) => [kind.id, await openHours(kind, zone)] as const)));
}
