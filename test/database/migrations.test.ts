import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.js';
import { connect, migrate, migrations, stateVersion, type Database } from '../../src/database/index.js';
import { SqlServerOffice } from '../helpers/sqlserver-office.js';
import { createVersion3, expectNewNames } from './version-3.js';
import { removeFolder } from '../helpers/remove-folder.js';

const { MOBEVO_TEST_MSSQL: connectionString = '' } = process.env;

async function onSqlite(work: (database: Database) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'mobevo-notify-'));
  const file = join(directory, 'office.db');
  writeFileSync(file, '');
  const database = await connect({ client: 'sqlite', file });
  await work(database).finally(() => database.close());
  removeFolder(directory);
}

async function onSqlServer(work: (database: Database) => Promise<void>): Promise<void> {
  const office = new SqlServerOffice(connectionString);
  const { schema } = office;
  const database = await connect({ client: 'sqlserver', schema, connection: new Secret(connectionString) });
  await work(database).finally(() => database.close());
  office.close();
}

describe.each([
  { name: 'SQLite', on: onSqlite, isAvailable: true },
  { name: 'SQL Server', on: onSqlServer, isAvailable: connectionString !== '' },
])('$name: migrations', ({ on, isAvailable }) => {
  test.skipIf(!isAvailable)('A database of version 3 keeps its rows under the names of version 4', async () => {
    await on(async (database) => {
      await createVersion3(database);
      await migrate(database);
      await expectNewNames(database);
      expect(await stateVersion(database)).toBe(migrations.length);
      await migrate(database);
    });
  });
});
