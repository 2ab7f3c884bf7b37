import type { DatabaseConfig } from '../config/index.js';
import type { Database } from './database.js';
import { LockWait, readOnlyLockWaitMs } from './lock-wait.js';
import { TracedDatabase, type Trace } from './traced-database.js';

export interface ConnectOptions {
  /** Receives each statement, its milliseconds and its bindings. */
  readonly trace?: Trace | undefined;
  /** Milliseconds to wait while another process has locked a SQLite file; at most, and by default, two minutes. */
  readonly maxLockWaitMs?: number | undefined;
  /** For commands that change nothing: they wait five seconds at most, and leave a SQLite file's journal as it is. */
  readonly changesNothing?: boolean;
}

/** Opens the configured database and loads only its driver. The first query connects. */
export async function connect(
  config: DatabaseConfig,
  { trace, maxLockWaitMs, changesNothing = false }: ConnectOptions = {},
): Promise<Database> {
  const lockWait = new LockWait(changesNothing ? readOnlyLockWaitMs : maxLockWaitMs);
  const database = await open(config, lockWait, changesNothing);
  return trace === undefined ? database : new TracedDatabase(database, trace);
}

async function open(config: DatabaseConfig, lockWait: LockWait, changesNothing: boolean): Promise<Database> {
  if (config.client === 'sqlite') {
    const { loadSqliteDriver } = await import('./sqlite/load-driver.js');
    const { openSqlite } = await loadSqliteDriver(() => import('./sqlite/open.js'));
    return openSqlite(config, lockWait, changesNothing);
  }
  const { openSqlServer } = await import('./sqlserver/open.js');
  return openSqlServer(config);
}
