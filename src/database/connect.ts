import type { DatabaseConfig } from '../config/index.js';
import type { Database } from './database.js';
import { TracedDatabase, type Trace } from './traced-database.js';

/**
 * Opens the configured database and loads only its driver. The first query connects.
 * @param trace receives each statement, its milliseconds and its bindings
 */
export async function connect(config: DatabaseConfig, trace?: Trace): Promise<Database> {
  const database = await open(config);
  return trace === undefined ? database : new TracedDatabase(database, trace);
}

async function open(config: DatabaseConfig): Promise<Database> {
  if (config.client === 'sqlite') {
    const { loadSqliteDriver } = await import('./sqlite/load-driver.js');
    const { openSqlite } = await loadSqliteDriver(() => import('./sqlite/open.js'));
    return openSqlite(config);
  }
  const { openSqlServer } = await import('./sqlserver/open.js');
  return openSqlServer(config);
}
