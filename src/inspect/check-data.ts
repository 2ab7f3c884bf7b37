import type { Config, KindId } from '../config/index.js';
import { migrations, serverClock, stateVersion, type Database } from '../database/index.js';
import type { Message } from '../messages/index.js';
import { kindStates, plannedCounts } from '../outbox/index.js';
import { gapMessage, malformedMessages, waitingMessage } from '../planning/data-issues.js';
import { windowStarts } from '../planning/due.js';
import { findBrokenViews, findMalformedRows, findRecipientGaps } from '../planning/source-checks.js';
import { sourceClock } from '../source/index.js';
import { ok, warning, type Check } from './check.js';

/** Finds what the next run will leave out: rows that it cannot use, and events and clients without a recipient. */
export async function checkData(database: Database, config: Config): Promise<Check> {
  const broken = await findBrokenViews(database, config.kinds);
  const kinds = config.kinds.filter(({ id }) => broken?.kinds.has(id) !== true);
  const hasState = (await stateVersion(database)) === migrations.length;
  const states = hasState ? await kindStates(database) : new Map<KindId, never>();
  const rethrow = (_: readonly KindId[], error: unknown) => {
    throw error;
  };
  const now = (await serverClock(database))();
  const clock = sourceClock(config.sourceClock, config.office.timeZone);
  const gaps = await findRecipientGaps(database, kinds, rethrow);
  const rows = await findMalformedRows(database, windowStarts(kinds, states, now), clock, rethrow);
  const waiting: Message[] = [];
  if (hasState)
    for (const { id } of kinds) waiting.push(...waitingMessage(id, (await plannedCounts(database, id, '')).waiting));
  const issues = [...gaps.map(gapMessage), ...waiting, ...malformedMessages(rows)].map((issue): Message => ({
    code: 'check.dataIssue',
    args: { issue },
  }));
  return issues.length === 0 ? ok('data', 'data') : warning('data', 'dataIssues', { issues });
}
