import { statement, type Database } from '../database/index.js';
import { omitUndefined } from '../omit-undefined.js';

export interface LastRun {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly exitCode: number;
  readonly host: string;
  /** The error that decided the exit code, if one did; `unfinished` if the run has not ended. */
  readonly errorCode: string | null;
  readonly errorText: string | null;
  /** Ids of kinds that an error kept from being planned or sent, with commas. */
  readonly brokenKinds: string | null;
}

const newestRun = (name: string, where: string) =>
  statement(
    name,
    `SELECT r.started_at AS "startedAt", r.exit_code AS "exitCode", r.host AS host,
       r.error_code AS "errorCode", r.error_text AS "errorText", r.broken_kinds AS "brokenKinds" FROM {runs} r
     WHERE r.id = (SELECT MAX(n.id) FROM {runs} n WHERE ${where})`,
    { numbers: ['exitCode'] },
  );
const lastRun = newestRun('outbox.last-run', '1 = 1');
const lastSuccessfulRun = newestRun('outbox.last-successful-run', 'n.exit_code = 0');

export const lastRunStatements = [lastRun, lastSuccessfulRun];

/** The newest run, and the newest with exit code 0. Runs are kept for thirty days. */
export async function lastRuns(database: Database): Promise<{ last?: LastRun; success?: LastRun }> {
  const [last] = await database.query<LastRun>(lastRun);
  const [success] = await database.query<LastRun>(lastSuccessfulRun);
  return omitUndefined({ last, success });
}
