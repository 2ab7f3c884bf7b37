import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../src/config/index.js';
import { contractTables } from '../../demo/contract-tables.js';
import { connect, statement } from '../../src/database/index.js';
import { compileSchema } from '../../src/database/migrations/compile.js';
import { runToEnd } from '../measure/process.js';
import { bin } from '../paths.js';

const schema = 'mobevo_bench';

/**
 * Creates an empty office on the SQL Server of MOBEVO_TEST_MSSQL that has already run its only slot of the day.
 * @returns the folder of its configuration, or undefined if the variable is not set
 */
export async function prepareQuietSqlServer(directory: string): Promise<string | undefined> {
  const { MOBEVO_TEST_MSSQL: connection } = process.env;
  if (connection === undefined) return undefined;
  const database = await connect({ client: 'sqlserver', schema, connection: new Secret(connection) });
  try {
    if ((await database.dialect.columns(database, 'source_users')).size === 0) {
      await database.transaction(async (transaction) => {
        const createSchema = compileSchema(transaction.dialect, (builder) => {
          builder.createSchema();
        });
        for (const ddl of [...createSchema, ...contractTables(transaction.dialect)])
          await transaction.execute(statement('create office', ddl));
      });
    }
  } finally {
    await database.close();
  }
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, 'mobevo-notify.config.json'),
    JSON.stringify({
      database: { client: 'sqlserver', schema, connection: '${MOBEVO_TEST_MSSQL}' },
      office: { name: 'Biuro Rachunkowe Kłos' },
      schedule: { every: '1 day', startAt: '00:00' },
      notifications: { 'audit-completed': true, 'documents-delivered': true, 'client-activity-accounting': true },
      mailbox: { from: 'powiadomienia@klos.example', pickupDirectory: 'outbox' },
    }),
  );
  await runToEnd(process.execPath, [bin, 'run', '--quiet'], { cwd: directory });
  return directory;
}
