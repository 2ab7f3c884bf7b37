import type { Config } from '../config/index.js';
import { migrations, stateVersion, type Database } from '../database/index.js';
import { asNotifyError } from '../errors/index.js';
import { countRememberedFrom } from '../outbox/index.js';
import { sourceClock } from '../source/index.js';
import { warning, type Check } from './check.js';

/** Says which kinds have a `since` that came too late: when they were switched on, later events were left unmailed. */
export async function checkSince(database: Database, { kinds, sourceClock: clock, office }: Config): Promise<Check[]> {
  try {
    if ((await stateVersion(database)) !== migrations.length) return [];
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
