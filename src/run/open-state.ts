import type { KindConfig } from '../config/index.js';
import { migrate, migrations, type Database } from '../database/index.js';
import { NotifyError } from '../errors/index.js';
import { loadRunState, type RunState } from '../outbox/index.js';

/** Surveys the state tables; they are brought to this program's version first where they are not of it. */
export async function openState(
  database: Database,
  kinds: readonly KindConfig[],
  now: Date | undefined,
): Promise<RunState> {
  const found = await loadRunState(database, kinds, now).catch((error: unknown) => {
    // What has a name is wrong with the database itself. The rest may be tables that are not there, or were not until now.
    if (error instanceof NotifyError) throw error;
    return undefined;
  });
  if (found?.version === migrations.length) return found;
  await migrate(database);
  return loadRunState(database, kinds, now);
}
