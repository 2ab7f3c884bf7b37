import type { Database } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';

export interface LastRun {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly exitCode: number;
  readonly host: string;
}

/** The newest run, and the newest with exit code 0. Runs are kept for thirty days. */
export async function lastRuns(database: Database): Promise<{ last?: LastRun; success?: LastRun }> {
  const newest = (where: string) =>
    database.query<LastRun>(
      `SELECT r.started_at AS "startedAt", r.exit_code AS "exitCode", r.host AS host FROM {runs} r
     WHERE r.id = (SELECT MAX(n.id) FROM {runs} n WHERE ${where})`,
    );
  const [[last], [success]] = [await newest('1 = 1'), await newest('n.exit_code = 0')];
  return omitUndefined({ last, success });
}
