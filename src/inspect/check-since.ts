import type { Config } from '../config/index.js';
import { isStateCurrent, type Database } from '../database/index.js';
import { asNotifyError } from '../errors/index.js';
import { countRememberedFrom } from '../outbox/index.js';
import { sourceClock } from '../source/index.js';
import { warning, type Check } from './check.js';

/**
 * Warns of kinds whose `since` was set after they were switched on: events after it are in the baseline, and are not
 * mailed.
 */
export async function checkSince(database: Database, { kinds, sourceClock: clock, office }: Config): Promise<Check[]> {
  try {
    if (!(await isStateCurrent(database))) return [];
    const source = sourceClock(clock, office.timeZone);
    const late: string[] = [];
    for (const { id, since } of kinds)
      if (since !== undefined && (await countRememberedFrom(database, id, source.toSource(new Date(since)))) > 0)
        late.push(id);
    return late.length === 0 ? [] : [warning('since', 'sinceLate', { kinds: late.join(', ') })];
  } catch (error) {
    return [{ check: 'since', state: 'fault', error: asNotifyError(error) }];
  }
}
