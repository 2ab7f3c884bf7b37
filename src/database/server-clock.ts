import type { Database } from './database.js';

/** A clock that follows the database server's, whatever the host's does meanwhile. */
export type Clock = () => Date;

/** Reads the server's clock once. */
export async function serverClock(database: Database): Promise<Clock> {
  const [row] = await database.query<{ now: string }>(`SELECT ${database.dialect.now()} AS now`);
  return clockFrom(new Date(row!.now));
}

/** Counts on with the host's monotonic timer from what the server's clock has just shown. */
export function clockFrom(shown: Date): Clock {
  const base = shown.getTime() - performance.now();
  return () => new Date(base + performance.now());
}
