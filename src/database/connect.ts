import type { DatabaseConfig } from '../config/index.js';
import type { Database } from './database.js';

/** Opens the configured database and loads only its driver. The first query connects. */
export async function connect(config: DatabaseConfig): Promise<Database> {
  if (config.client === 'sqlite') {
    const { loadSqliteDriver } = await import('./sqlite/load-driver.js');
    const { openSqlite } = await loadSqliteDriver(() => import('./sqlite/open.js'));
    return openSqlite(config);
  }
  const { openSqlServer } = await import('./sqlserver/open.js');
  return openSqlServer(config);
}
