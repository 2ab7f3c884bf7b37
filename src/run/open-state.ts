import type { KindConfig } from '../config/index.js';
import { migrate, migrations, stateVersion, type Database } from '../database/index.js';
import { survey, type Survey } from '../outbox/index.js';

/** Surveys the state tables; they are brought to this program's version first where they are not of it. */
export async function openState(database: Database, kinds: readonly KindConfig[], now: Date | undefined): Promise<Survey> {
  const found = await survey(database, kinds, now).catch(async (error: unknown) => {
    if (await stateVersion(database) === migrations.length) throw error;
    return undefined;
  });
  if (found?.version === migrations.length) return found;
  await migrate(database);
  return survey(database, kinds, now);
}
