import type { KindConfig } from '../config/index.js';
import { migrate, migrations, stateError, stateVersion, type Database } from '../database/index.js';
import { isErrorOf, NotifyError } from '../errors/index.js';
import { loadRunState, type RunState } from '../outbox/index.js';

/**
 * Loads the run state. If the state tables are missing or have an older version, they are migrated first.
 * @throws STATE_DAMAGED if they are not as the program made them
 */
export async function openState(
  database: Database,
  kinds: readonly KindConfig[],
  now: Date | undefined,
): Promise<RunState> {
  const found = await loadRunState(database, kinds, now).catch((error: unknown) => {
    // Tables are missing or are just being created. Any other known error concerns the connection.
    if (error instanceof NotifyError && !isErrorOf(error, 'STATE_DAMAGED')) throw error;
    return undefined;
  });
  if (found?.version === migrations.length) return found;
  try {
    await migrate(database);
    return await loadRunState(database, kinds, now);
  } catch (error) {
    throw await stateError(error, () => stateVersion(database));
  }
}
