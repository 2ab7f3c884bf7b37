import { setTimeout } from 'node:timers/promises';

/** Waits, at most until the signal comes. */
export async function pause(milliseconds: number, until: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal: until }).catch(() => undefined);
}
