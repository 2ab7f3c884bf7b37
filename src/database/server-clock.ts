import type { Database } from './database.js';

/** A clock that follows the database server's, whatever the host's does meanwhile. @returns ISO 8601, UTC */
export type Clock = () => Date;

/** Reads the server's clock once and counts on from there with the host's monotonic timer. */
export async function serverClock(database: Database): Promise<Clock> {
  const before = performance.now();
  const [row] = await database.query<{ now: string }>(`SELECT ${database.dialect.now()} AS now`);
  const base = Date.parse(row!.now) - before;
  return () => new Date(base + performance.now());
}
