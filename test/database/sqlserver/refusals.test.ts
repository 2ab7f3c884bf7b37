import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect, migrate } from '../../../src/database/index.js';
import { command } from '../../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../../helpers/office.js';
import { SqlServerOffice } from '../../helpers/sqlserver-office.js';

const connectionString = process.env['MOBEVO_TEST_MSSQL'] ?? '';
const password = 'Haslo_do_testu_1';

describe.skipIf(!onSqlServer)('SQL Server: the run reports', () => {
  let office: TestOffice;
  let database: SqlServerOffice;
  let login: string;
  beforeEach(async () => {
    office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } }, { language: 'en' });
    if (!(office.database instanceof SqlServerOffice)) throw new TypeError('not on SQL Server');
    database = office.database;
    login = `${database.schema}_login`;
    const owner = await connect(office.config.database);
    await migrate(owner).finally(() => owner.close());
  });
  afterEach(() => {
    office.close();
  });

  const runAt = (connection: string) => {
    writeFileSync(
      join(office.directory, 'mobevo-notify.config.json'),
      JSON.stringify({ ...office.settings, database: { ...database.setting, connection } }),
    );
    return command(['run'], { cwd: office.directory });
  };

  /** Expects these texts in the output, no stack and no password in the output, and no mail. */
  async function expectRefusal(connection: string, exitCode: number, ...texts: string[]): Promise<void> {
    const { code, stdout, stderr } = await runAt(connection);
    for (const text of texts) expect(stdout + stderr).toContain(text);
    expect(code).toBe(exitCode);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(`${stdout}${stderr}`).not.toContain(password);
    expect(await office.newMails()).toEqual([]);
  }

  test('a wrong password with exit 77', () =>
    expectRefusal(connectionString.replace(/password=[^;]*/i, `Password=${password}`), 77, 'DATABASE_LOGIN_REFUSED'));

  test('an unknown database by name with exit 78', () =>
    expectRefusal(connectionString.replace(/database=[^;]*/i, 'Database=nie_ma'), 78, 'DATABASE_MISSING', 'nie_ma'));

  test('a view that the login may not read, with exit 78; after the grant it exits with 0', async () => {
    const restricted = connectionString
      .replace(/user id=[^;]*/i, `User Id=${login}`)
      .replace(/password=[^;]*/i, `Password=${password}`);
    const grant = (name: string) => {
      database.send(`GRANT SELECT, INSERT, UPDATE, DELETE ON [${database.schema}].[${name}] TO [${login}]`);
    };
    database.send(`CREATE LOGIN [${login}] WITH PASSWORD = '${password}'`);
    database.send(`CREATE USER [${login}] FOR LOGIN [${login}]`);
    try {
      for (const name of database.tables()) if (name !== 'source_guardians') grant(name);
      await expectRefusal(restricted, 78, 'SOURCE_CONTRACT_BROKEN', 'source_guardians');
      grant('source_guardians');
      expect((await runAt(restricted)).code).toBe(0);
    } finally {
      for (const name of database.tables())
        database.send(`REVOKE SELECT, INSERT, UPDATE, DELETE ON [${database.schema}].[${name}] FROM [${login}]`);
      database.send(`DROP USER [${login}]`);
      database.send(`DROP LOGIN [${login}]`);
    }
  });

  test('a column of the wrong type with exit 78, its view, and the found and expected type', async () => {
    database.send(`DROP TABLE [${database.schema}].[source_audits]`);
    database.send(`EXEC(N'CREATE VIEW [${database.schema}].[source_audits] AS
      SELECT CAST(1 AS bigint) AS event_id, CAST(''24.11.2026'' AS nvarchar(30)) AS occurred_at, CAST(1 AS bigint) AS client_id, CAST(NULL AS nvarchar(50)) AS period,
        CAST(NULL AS nvarchar(200)) AS started_by, CAST(1 AS int) AS error_count, CAST(1 AS int) AS warning_count, CAST(NULL AS nvarchar(500)) AS report_url')`);
    await expectRefusal(
      connectionString,
      78,
      'SOURCE_CONTRACT_BROKEN',
      'source_audits',
      'occurred_at',
      'found type nvarchar, expected a date and time',
    );
  });
});
