import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect, migrate, stateVersion } from '../../../src/database/index.js';
import { migrations } from '../../../src/database/migrations/list.js';
import { requiredViews } from '../../../src/source/index.js';
import { root } from '../../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../../helpers/office.js';
import { createVersion3, expectNewNames } from '../version-3.js';
import { SqlServerOffice } from '../../helpers/sqlserver-office.js';
import { sql } from '../../helpers/sql.js';

const connectionString = process.env['MOBEVO_TEST_MSSQL'] ?? '';
const script = (name: string) => readFileSync(join(root, 'sql', 'sqlserver', name), 'utf8');

describe.skipIf(!onSqlServer)('SQL Server: an installation mapped by the scripts', () => {
  let office: TestOffice;
  let database: SqlServerOffice;
  let base: string;
  /** Runs a script with the schemas and the role of this test. */
  const run = (name: string) => {
    const text = script(name)
      .replaceAll('[mobevo]', `[${base}]`)
      .replaceAll(/\[mobevo_notify\]|(?<=SCHEMA_ID\(')mobevo_notify(?='\))/g, (name) =>
        name.startsWith('[') ? `[${database.schema}]` : database.schema,
      )
      .replaceAll('mobevo_notify_runtime', `${database.schema}_role`);
    for (const batch of text.replace(/^:.*$/gm, '').split(/^GO$/m)) {
      // The driver sends a statement as procedure text; EXEC gives CREATE SCHEMA and CREATE VIEW a batch of their own.
      const statement = batch.replace(/^--.*$/gm, '').trim();
      if (statement !== '') database.send(`EXEC(N'${statement.replaceAll("'", "''")}')`);
    }
  };
  beforeEach(() => {
    office = new TestOffice({}, { source: { clock: 'local' } });
    if (!(office.database instanceof SqlServerOffice)) throw new TypeError('not on SQL Server');
    database = office.database;
    base = `${database.schema}_base`;
    for (const { name } of requiredViews) database.send(`DROP TABLE [${database.schema}].[${name}]`);
    run('mapping-example.sql');
  });
  afterEach(() => {
    const tables = database.send('SELECT name FROM sys.objects WHERE schema_id = SCHEMA_ID(@p1) AND type = @p2', [
      base,
      'U',
    ]) as { name: string }[];
    office.close();
    database.send(
      [
        ...tables.map(({ name }) => `DROP TABLE [${base}].[${name}]`),
        `DROP SCHEMA [${base}]`,
        `IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = '${database.schema}_role') DROP ROLE [${database.schema}_role]`,
      ].join('; '),
    );
  });

  const insert = (table: string, ...values: (string | number | null)[]) => {
    database.send(
      `INSERT INTO [${base}].[${table}] VALUES (${values.map((_, index) => `@p${index + 1}`).join(', ')})`,
      values,
    );
  };
  const fill = () => {
    insert('Uzytkownicy', 1, 'Anna Nowak', 'anna@biuro.example', 1, 'pl');
    insert('Uzytkownicy', 2, 'Jan Lis', 'jan@biuro.example', 0, null);
    insert('Klienci', 7, 'Piekarnia Żbik', '5260250274');
    for (const [user, role] of [
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
    ] as const)
      insert('Opiekunowie', 7, user, role);
  };

  test('Mails come from base tables through views, in local time', async () => {
    fill();
    office.notify({
      'audit-completed': true,
      'documents-delivered': true,
      'client-activity-hr': true,
      'user-activity': true,
      absences: { recipients: ['szef@biuro.example'] },
    });
    await office.run(winter('11-24 07:00'));
    await office.newMails();
    insert('Audyty', 11, 7, '2026-10', 1, '2026-11-24T08:45:00', 1, 0);
    insert('Audyty', 12, 7, '2026-10', 1, null, 0, 0);
    insert('AudytyWyniki', 11, 'KP-1', 'Brak wyciągu', 1, 3);
    insert(
      'DostarczoneDokumenty',
      21,
      7,
      '2026-10',
      '2026-11-23T00:00:00',
      '2026-11-24T08:15:00',
      'Jan Klient',
      1,
      'faktury',
      3,
      null,
    );
    insert(
      'AktywnosciPanelu',
      '9007199254740993',
      7,
      'P',
      'dodanie nieobecności',
      'Kadrowa',
      'urlop',
      '2026-11-24T08:30:00',
    );
    insert('Faktury', 31, 7, 'Zakup', 1, '2026-11-23T23:59:59');
    insert(
      'Nieobecnosci',
      41,
      'Ewa Bąk',
      7,
      'Urlop wypoczynkowy',
      '2026-12-07T00:00:00',
      '2026-12-09T00:00:00',
      '2026-11-24T08:00:00',
      0,
    );
    insert(
      'Nieobecnosci',
      42,
      'Usunięta',
      7,
      'Urlop',
      '2026-12-07T00:00:00',
      '2026-12-09T00:00:00',
      '2026-11-24T08:00:00',
      1,
    );

    const mails = await office.runAndRead(winter('11-24 09:00'));
    expect(mails.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      'audit-completed anna@biuro.example',
      'client-activity-hr anna@biuro.example',
      'documents-delivered anna@biuro.example',
      'user-activity anna@biuro.example',
      'absences szef@biuro.example',
    ]);
    const text = (kind: string) => mails.find((mail) => mail.kind === kind)!.text;
    expect(text('audit-completed')).toMatch(/Piekarnia Żbik[^]*08:45[^]*Brak wyciągu/);
    expect(text('documents-delivered')).toContain('23.11.2026');
    expect(text('client-activity-hr')).toContain('dodanie nieobecności');
    expect(text('user-activity')).toContain('1 faktur');
    expect(text('absences')).toContain('Ewa Bąk');
    expect(text('absences')).not.toContain('Usunięta');
    expect(await office.runAndRead(winter('11-24 09:01'))).toEqual([]);
  });

  test('The script creates the same state tables as the program, and only once', async () => {
    run('state.sql');
    run('state.sql');
    const state = (schema: string) =>
      database.send(
        `SELECT o.name AS tableName, c.name AS columnName, t.name AS type, c.max_length AS length, c.is_nullable AS nullable, c.collation_name AS collation
       FROM sys.objects o JOIN sys.columns c ON c.object_id = o.object_id JOIN sys.types t ON t.user_type_id = c.user_type_id
       WHERE o.schema_id = SCHEMA_ID(@p1) AND o.type = 'U' ORDER BY o.name, c.name`,
        [schema],
      );
    const other = new SqlServerOffice(connectionString);
    const program = await connect({
      client: 'sqlserver',
      schema: other.schema,
      connection: new Secret(connectionString),
    });
    try {
      for (const { name } of requiredViews) other.send(`DROP TABLE [${other.schema}].[${name}]`);
      await migrate(program);
      expect(state(database.schema)).toEqual(state(other.schema));
      expect(state(other.schema).length).toBeGreaterThan(60);
    } finally {
      await program.close();
      other.close();
    }
    expect(database.send(`SELECT version FROM [${database.schema}].[migrations]`)).toEqual(
      migrations.map((_, index) => ({ version: index + 1 })),
    );
  });

  test('The script of the state tables upgrades those of version 3', async () => {
    const program = await connect({
      client: 'sqlserver',
      schema: database.schema,
      connection: new Secret(connectionString),
    });
    try {
      await createVersion3(program);
      run('state.sql');
      await expectNewNames(program);
      expect(await stateVersion(program)).toBe(migrations.length);
    } finally {
      await program.close();
    }
  });

  test('A login with the grants can run the tool but can neither read the base tables nor create tables', async () => {
    fill();
    office.notify({ 'audit-completed': true });
    await office.run(winter('11-24 07:00'));
    run('grants.sql');
    const name = `${database.schema}_login`;
    const password = 'Haslo_do_testu_1';
    for (const statement of [
      `CREATE LOGIN [${name}] WITH PASSWORD = '${password}'`,
      `CREATE USER [${name}] FOR LOGIN [${name}]`,
      `ALTER ROLE [${database.schema}_role] ADD MEMBER [${name}]`,
    ])
      database.send(statement);
    const restricted = connectionString
      .replace(/user id=[^;]*/i, `User Id=${name}`)
      .replace(/password=[^;]*/i, `Password=${password}`);
    const opened = await connect({ client: 'sqlserver', schema: database.schema, connection: new Secret(restricted) });
    try {
      insert('Audyty', 11, 7, '2026-10', 1, '2026-11-24T08:45:00', 1, 0);
      office.settings = { ...office.settings, database: { ...database.setting, connection: restricted } };
      expect((await office.runAndRead(winter('11-24 09:00'))).map(({ to }) => to)).toEqual(['anna@biuro.example']);
      await expect(opened.query(sql(`SELECT * FROM [${base}].[Audyty]`))).rejects.toThrow(/denied/);
      await expect(opened.execute(sql('CREATE TABLE {mine} (id int)'))).rejects.toThrow(/denied/);

      const elsewhere = await connect({ client: 'sqlserver', schema: base, connection: new Secret(restricted) });
      const error: unknown = await migrate(elsewhere)
        .catch((reason: unknown) => reason)
        .finally(() => elsewhere.close());
      // Babelfish refuses as well, but its error number is not SQL Server's, so the refusal is not recognised.
      if (database.isBabelfish()) expect((error as Error).message).toContain('permission denied for schema');
      else expect(error).toMatchObject({ code: 'SCHEMA_NOT_ALLOWED', exitCode: 78 });

      database.send(`REVOKE SELECT ON [${database.schema}].[source_guardians] FROM [${database.schema}_role]`);
      expect(await office.run(winter('11-24 10:00'))).toMatchObject({
        exitCode: 78,
        errors: [{ code: 'SOURCE_CONTRACT_BROKEN' }],
      });
    } finally {
      await opened.close();
      for (const statement of [
        `ALTER ROLE [${database.schema}_role] DROP MEMBER [${name}]`,
        `DROP USER [${name}]`,
        `DROP LOGIN [${name}]`,
      ])
        database.send(statement);
    }
  });
});
