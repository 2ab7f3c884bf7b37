import type { Database } from './database.js';
import { statement } from './statement.js';

/** A clock with the database server's time. Changes of the host's clock do not affect it. */
export type Clock = () => Date;

export const serverTime = statement('database.server-time', ({ now }) => `SELECT ${now()} AS now`);

/** Milliseconds by which the host's clock may differ from the database server's. */
export const maxClockSkewMs = 60_000;

/** Reads the server's time once, and returns a clock that continues from it. */
export async function serverClock(database: Database): Promise<Clock> {
  const [row] = await database.query<{ now: string }>(serverTime);
  return clockFrom(new Date(row!.now));
}

/** Returns a clock that continues from the server's time, with the host's monotonic timer. */
export function clockFrom(serverTime: Date): Clock {
  const base = serverTime.getTime() - performance.now();
  return () => new Date(base + performance.now());
}
