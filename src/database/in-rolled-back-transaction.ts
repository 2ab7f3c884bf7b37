import type { Database } from './database.js';

class RolledBack extends Error {
  constructor(readonly result: unknown) {
    super('rolled back intentionally');
  }
}

/** Runs `work` in a transaction, always rolls it back, and returns the result: for `--dry-run` and `preview`. */
export async function inRolledBackTransaction<Result>(
  database: Database,
  work: (transaction: Database) => Promise<Result>,
): Promise<Result> {
  try {
    return await database.transaction(async (transaction) => {
      throw new RolledBack(await work(transaction));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.result as Result;
    throw error;
  }
}
