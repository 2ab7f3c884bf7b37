import type { Config, KindId } from '../config/index.js';
import { isStateCurrent, serverClock, type Database } from '../database/index.js';
import type { Message } from '../messages/index.js';
import { kindStates, type KindState } from '../outbox/index.js';
import { gapMessage, malformedMessages, waitingMessage } from '../planning/data-issues.js';
import { findIssuesOfAllKinds } from '../planning/source-checks.js';
import { ok, warning, type Check } from './check.js';

/** Finds what the next run will leave out: rows that it cannot use, and events and clients without a recipient. */
export async function checkData(database: Database, config: Config): Promise<Check> {
  const states = (await isStateCurrent(database)) ? await kindStates(database) : new Map<KindId, KindState>();
  const now = (await serverClock(database))();
  const { gaps, malformedRows } = await findIssuesOfAllKinds(database, config, states, now, (error) => {
    throw error;
  });
  const waiting = config.kinds.flatMap(({ id }) => waitingMessage(id, states.get(id)?.waiting ?? 0));
  const issues = [...gaps.map(gapMessage), ...waiting, ...malformedMessages(malformedRows)].map((issue): Message => ({
    code: 'check.dataIssue',
    args: { issue },
  }));
  return issues.length === 0 ? ok('data', 'data') : warning('data', 'dataIssues', { issues });
}
