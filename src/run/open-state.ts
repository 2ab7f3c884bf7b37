import type { KindConfig } from '../config/index.js';
import { migrate, migrations, type Database } from '../database/index.js';
import { NotifyError } from '../errors/index.js';
import { loadRunState, type RunState } from '../outbox/index.js';

/** Loads the run state. If the state tables are missing or have an older version, they are migrated first. */
export async function openState(
  database: Database,
  kinds: readonly KindConfig[],
  now: Date | undefined,
): Promise<RunState> {
  const found = await loadRunState(database, kinds, now).catch((error: unknown) => {
    // A known error concerns the connection. Any other may mean that tables are missing or are just being created.
    if (error instanceof NotifyError) throw error;
    return undefined;
  });
  if (found?.version === migrations.length) return found;
  await migrate(database);
  return loadRunState(database, kinds, now);
}
