import { migrations, stateError, stateVersion, type Database } from '../database/index.js';
import { kindStates, stuckMessages } from '../outbox/index.js';
import { ok, warning, type Check } from './check.js';

/**
 * Checks the version of the state tables, and looks for rows that somebody has changed by hand.
 * @throws STATE_UNREADABLE for a value that stops its kind, STATE_DAMAGED if a table or a column is missing
 */
export async function checkState(database: Database): Promise<Check> {
  const [found, known] = [await stateVersion(database), migrations.length];
  if (found === 0) return warning('state', 'stateNone', { known });
  if (found !== known) return warning('state', 'stateOld', { found, known });
  try {
    for (const { fault } of (await kindStates(database)).values()) if (fault !== undefined) throw fault;
    return await checkMessages(database, found);
  } catch (error) {
    throw await stateError(error, () => Promise.resolve(found));
  }
}

async function checkMessages(database: Database, found: number): Promise<Check> {
  const { count, first } = await stuckMessages(database);
  return first === undefined
    ? ok('state', 'state', { found })
    : warning('state', 'stateStuck', { found, count, ...first });
}
