import type { Config } from '../config/index.js';
import { isStateCurrent, serverClock, type Database } from '../database/index.js';
import { countOpenMessages, heldPlans, lastRuns, unfinished } from '../outbox/index.js';
import { ok, warning, type Check } from './check.js';

/** How long a failed message is shown, in milliseconds. Later, `preview --list --state failed` still finds it. */
const failedForMs = 7 * 86_400_000;

/** Shows how the last run ended. */
export async function checkLastRun(database: Database): Promise<Check> {
  const { last, success } = (await isStateCurrent(database)) ? await lastRuns(database) : {};
  if (last === undefined) return warning('last-run', 'lastRunNone');
  const { exitCode } = last;
  const at = new Date(last.startedAt);
  if (exitCode === 0) return ok('last-run', 'lastRun', { at });
  const result =
    last.errorCode === unfinished
      ? { code: 'check.unfinished' as const }
      : { code: 'check.exitCode' as const, args: { exitCode } };
  // Quoted, because it is in the language of that run.
  const error =
    last.errorText === null
      ? ''
      : ({ code: 'check.recordedError', args: { text: last.errorText, code: last.errorCode ?? '' } } as const);
  const kinds = last.brokenKinds ? ({ code: 'check.brokenKinds', args: { kinds: last.brokenKinds } } as const) : '';
  const args = { at, result, error, kinds };
  return success === undefined
    ? warning('last-run', 'lastRunNeverWell', args)
    : warning('last-run', 'lastRunFailed', { ...args, success: new Date(success.startedAt) });
}

/** Counts the messages that have not reached their recipients. */
export async function checkQueue(database: Database, { kinds }: Config): Promise<Check> {
  if (!(await isStateCurrent(database))) return ok('queue', 'queueEmpty');
  const now = (await serverClock(database))();
  const open = await countOpenMessages(database, kinds, new Date(now.getTime() - failedForMs));
  const { waiting, waitingSince, unknown, failed, held } = open;
  if (waiting + failed + held === 0) return ok('queue', 'queueEmpty');
  const since = waitingSince === undefined ? '' : ({ code: 'check.since', args: { at: waitingSince } } as const);
  const report = unknown + failed + held === 0 ? ok : warning;
  return report('queue', 'queue', { waiting, since, unknown, failed, held });
}

/** Shows the plans that wait for an operator's decision. */
export async function checkHeldPlans(database: Database): Promise<Check> {
  const held = (await isStateCurrent(database)) ? await heldPlans(database) : [];
  if (held.length === 0) return ok('held-plans', 'heldPlansNone');
  const plans = held.map(({ kind, messages }) => `${kind} (${messages})`).join(', ');
  return warning('held-plans', 'heldPlans', { plans });
}
