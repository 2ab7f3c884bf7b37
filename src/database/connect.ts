import type { DatabaseConfig } from '../config/index.js';
import type { Database } from './database.js';
import { LockWait } from './lock-wait.js';
import { TracedDatabase, type Trace } from './traced-database.js';

export interface ConnectOptions {
  /** Receives each statement, its milliseconds and its bindings. */
  readonly trace?: Trace | undefined;
  /** Milliseconds to wait while another process has locked a SQLite file; at most, and by default, two minutes. */
  readonly maxLockWaitMs?: number | undefined;
}

/** Opens the configured database and loads only its driver. The first query connects. */
export async function connect(
  config: DatabaseConfig,
  { trace, maxLockWaitMs }: ConnectOptions = {},
): Promise<Database> {
  const database = await open(config, new LockWait(maxLockWaitMs));
  return trace === undefined ? database : new TracedDatabase(database, trace);
}

async function open(config: DatabaseConfig, lockWait: LockWait): Promise<Database> {
  if (config.client === 'sqlite') {
    const { loadSqliteDriver } = await import('./sqlite/load-driver.js');
    const { openSqlite } = await loadSqliteDriver(() => import('./sqlite/open.js'));
    return openSqlite(config, lockWait);
  }
  const { openSqlServer } = await import('./sqlserver/open.js');
  return openSqlServer(config);
}
