import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractTables } from '../../demo/contract-tables.js';
import type { Config } from '../../src/config/index.js';
import { connect, migrate, migrations, type Database } from '../../src/database/index.js';
import { SqlServerDialect } from '../../src/database/sqlserver/dialect.js';
import { SqlServerErrors } from '../../src/database/sqlserver/errors.js';
import type { SqlServerPool } from '../../src/database/sqlserver/pool.js';
import { SqlServerSession } from '../../src/database/sqlserver/session.js';
import { runCheck, type Check, type CheckId } from '../../src/inspect/check.js';
import { checkHealth } from '../../src/inspect/check-health.js';
import { checkServer } from '../../src/inspect/check-server.js';
import { checkStatements } from '../../src/inspect/check-statements.js';
import { formatMessage } from '../../src/messages/index.js';
import { kindIds } from '../../src/notifications/index.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';
import { SqlServerOffice } from '../helpers/sqlserver-office.js';

/** What `--check` prints of a check in English. */
function textOf(check: Check): string {
  if (check.state !== 'fault') return formatMessage(check.found, 'en');
  const { issues = [] } = check.error as { issues?: readonly object[] };
  return `${check.error.code} ${check.error.message} ${JSON.stringify(issues)}`;
}

describe.skipIf(!onSqlServer)('SQL Server: a fault is seeded, and --check names it', () => {
  let office: TestOffice;
  let database: SqlServerOffice;
  let owner: Database;
  let login: string;
  const password = 'Haslo_do_testu_1';

  beforeAll(async () => {
    office = new TestOffice(
      Object.fromEntries(
        kindIds.map((id) => [
          id,
          id === 'absences' || id === 'office-activity' ? { recipients: ['szef@biuro.example'] } : true,
        ]),
      ),
    );
    if (!(office.database instanceof SqlServerOffice)) throw new TypeError('not on SQL Server');
    database = office.database;
    login = `${database.schema}_login`;
    owner = await connect(office.config.database);
    await migrate(owner);
    database.send(`CREATE LOGIN [${login}] WITH PASSWORD = '${password}'`);
    database.send(`CREATE USER [${login}] FOR LOGIN [${login}]`);
    for (const name of database.tables()) grant(name);
    const anna = office.user('Anna');
    office.client('Piekarnia', { client: [anna], accounting: [anna], hr: [anna] });
  });
  afterAll(async () => {
    for (const name of database.tables())
      database.send(`REVOKE SELECT, INSERT, UPDATE, DELETE ON [${database.schema}].[${name}] FROM [${login}]`);
    database.send(`DROP USER [${login}]`);
    database.send(`DROP LOGIN [${login}]`);
    await owner.close();
    office.close();
  });

  const table = (name: string) => `[${database.schema}].[${name}]`;
  const grant = (name: string) => {
    database.send(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table(name)} TO [${login}]`);
  };
  const ddlOf = (view: string) =>
    contractTables({ name: 'sqlserver', schema: database.schema })
      .find((ddl) => ddl.includes(`[${view}] (`))!
      .replaceAll(' not null', '');
  const make = (view: string, ddl: string) => {
    database.send(`DROP TABLE ${table(view)}`);
    database.send(ddl);
    grant(view);
  };
  /** Gives a column another type, or none, until the test has ended. */
  const column = (view: string, name: string, type: string) => ({
    seed: () => {
      const pattern = new RegExp(`\\[${name}\\] [a-z]\\w*(\\(\\d+\\))?,? ?`);
      make(
        view,
        ddlOf(view).replace(pattern, (found) =>
          type === '' ? '' : `[${name}] ${type}${found.includes(',') ? ', ' : ''}`,
        ),
      );
    },
    mend: () => {
      make(view, ddlOf(view));
    },
  });
  const sql = (seed: string, mend: string) => ({
    seed: () => void database.send(seed),
    mend: () => void database.send(mend),
  });
  const row = (view: string, values: Record<string, string | number | null>) => ({
    seed: () => {
      database.insert(view, values);
    },
    mend: () => void database.send(`DELETE FROM ${table(view)} WHERE ${Object.keys(values)[0]!} = 77`),
  });

  interface Fault {
    readonly name: string;
    readonly change: () => { readonly seed: () => void; readonly mend: () => void };
    readonly check: CheckId;
    readonly state: Check['state'];
    readonly named: readonly string[];
  }
  const fault = (
    name: string,
    change: Fault['change'],
    check: CheckId,
    state: Check['state'],
    ...named: readonly string[]
  ): Fault => ({ name, change, check, state, named });

  const audit = { event_id: 77, client_id: 2, error_count: 1, warning_count: 1 };
  const now = new Date(Date.now() - 3_600_000).toISOString();

  const faults: readonly Fault[] = [
    fault(
      'view missing',
      () => ({
        seed: () => void database.send(`DROP TABLE ${table('source_guardians')}`),
        mend: () => {
          database.send(ddlOf('source_guardians'));
          grant('source_guardians');
        },
      }),
      'contract',
      'fault',
      'source_guardians',
    ),
    fault(
      'column missing',
      () => column('source_audits', 'error_count', ''),
      'contract',
      'fault',
      'source_audits',
      'error_count',
    ),
    fault(
      'time as text',
      () => column('source_audits', 'occurred_at', 'nvarchar(30)'),
      'contract',
      'fault',
      'source_audits',
      'occurred_at',
      'nvarchar',
    ),
    fault(
      'ntext',
      () => column('source_clients', 'name', 'ntext'),
      'contract',
      'fault',
      'source_clients',
      'name',
      'ntext',
    ),
    fault(
      'text',
      () => column('source_absences', 'person', 'text'),
      'contract',
      'fault',
      'source_absences',
      'person',
      'text',
    ),
    fault(
      'varbinary instead of text',
      () => column('source_users', 'email', 'varbinary(320)'),
      'contract',
      'fault',
      'source_users',
      'email',
      'varbinary',
    ),
    fault(
      'time instead of date',
      () => column('source_absences', 'date_from', 'datetime2(3)'),
      'contract',
      'fault',
      'source_absences',
      'date_from',
      'datetime2',
    ),
    fault(
      'id with decimals',
      () => column('source_invoice_approvals', 'client_id', 'decimal(18, 2)'),
      'contract',
      'fault',
      'source_invoice_approvals',
      'client_id',
      'with decimals',
    ),
    fault(
      'text longer than the contract',
      () => column('source_users', 'display_name', 'nvarchar(400)'),
      'contract',
      'warning',
      'source_users.display_name',
      '400',
      '200',
    ),
    fault(
      'bigint count (no fault)',
      () => column('source_audits', 'error_count', 'bigint'),
      'statements',
      'ok',
      'compiled',
    ),
    fault(
      'another collation (no fault)',
      () => column('source_clients', 'name', 'nvarchar(200) COLLATE Latin1_General_CS_AS'),
      'statements',
      'ok',
      'compiled',
    ),
    fault(
      'alias type (no fault)',
      () => ({
        seed: () => {
          database.send(`CREATE TYPE [${database.schema}].[nazwa] FROM nvarchar(50)`);
          column('source_audits', 'period', `[${database.schema}].[nazwa]`).seed();
        },
        mend: () => {
          column('source_audits', 'period', '').mend();
          database.send(`DROP TYPE [${database.schema}].[nazwa]`);
        },
      }),
      'contract',
      'ok',
    ),
    fault(
      'SELECT on a view missing',
      () => ({
        seed: () => void database.send(`REVOKE SELECT ON ${table('source_guardians')} FROM [${login}]`),
        mend: () => {
          grant('source_guardians');
        },
      }),
      'contract',
      'fault',
      'source_guardians',
    ),
    fault(
      'UPDATE on a state table missing',
      () => ({
        seed: () => void database.send(`REVOKE UPDATE ON ${table('messages')} FROM [${login}]`),
        mend: () => {
          grant('messages');
        },
      }),
      'rights',
      'fault',
      'messages',
      'UPDATE',
    ),
    fault(
      'column of a state table missing',
      () =>
        sql(
          `ALTER TABLE ${table('messages')} DROP COLUMN last_error`,
          `ALTER TABLE ${table('messages')} ADD last_error nvarchar(1000)`,
        ),
      'statements',
      'fault',
      'messages',
      'last_error',
    ),
    fault(
      'state tables of an older version',
      () =>
        sql(
          `DELETE FROM ${table('migrations')} WHERE version = ${migrations.length}`,
          `INSERT INTO ${table('migrations')} (version, applied_at) VALUES (${migrations.length}, SYSUTCDATETIME())`,
        ),
      'state',
      'warning',
      String(migrations.length - 1),
    ),
    fault(
      'row without a time',
      () => row('source_audits', { ...audit, occurred_at: null }),
      'data',
      'warning',
      'source_audits',
      'occurred_at',
    ),
    fault(
      'row with a text too long',
      () => row('source_audits', { ...audit, occurred_at: now, started_by: 'x'.repeat(200), period: 'y'.repeat(50) }),
      'data',
      'ok',
    ),
    fault(
      'row with an unknown department',
      () =>
        row('source_panel_activities', {
          event_id: 77,
          occurred_at: now,
          client_id: 2,
          department: 'it',
          activity: 'x',
        }),
      'data',
      'warning',
      'source_panel_activities',
      'department',
    ),
    fault(
      'client without a guardian',
      () => row('source_clients', { client_id: 77, name: 'Sierota', tax_id: null }),
      'data',
      'warning',
      'Sierota',
    ),
    fault(
      'index of a state table missing',
      () =>
        sql(
          `DROP INDEX [messages_by_state] ON ${table('messages')}`,
          `CREATE INDEX [messages_by_state] ON ${table('messages')} (state, next_attempt_at, id)`,
        ),
      'statements',
      'ok',
    ),
  ];

  const checkAs = async (id: CheckId): Promise<Check> => {
    const connection = database.setting.connection
      .replace(/user id=[^;]*/i, `User Id=${login}`)
      .replace(/password=[^;]*/i, `Password=${password}`);
    office.settings = { ...office.settings, database: { ...database.setting, connection } };
    for await (const check of checkHealth(office.config)) if (check.check === id) return check;
    throw new Error(`no check ${id}`);
  };

  test('Without a fault the checks pass', async () => {
    for (const id of ['contract', 'rights', 'statements', 'state'] as const)
      expect(await checkAs(id), id).toMatchObject({ state: 'ok' });
  });

  test.each(faults)('$name: $check', async ({ change, check, state, named }) => {
    const { seed, mend } = change();
    seed();
    try {
      const found = await checkAs(check);
      const text = textOf(found);
      expect(found.state, text).toBe(state);
      for (const word of named) expect(text).toContain(word);
    } finally {
      mend();
    }
  });
});

/** A session on a peer in the driver's place, which answers as SQL Server would. */
function sessionOn(answer: (text: string, inputs: ReadonlyMap<string, unknown>) => object[]): Database {
  const request = () => {
    const inputs = new Map<string, unknown>();
    return {
      input: (name: string, _: unknown, value: unknown) => inputs.set(name, value),
      query: (text: string) =>
        new Promise((resolve) => {
          const recordset = Object.assign(answer(text, inputs), { columns: {} });
          resolve({ recordset, recordsets: [recordset, [{ state: 0 }]] });
        }),
    };
  };
  const pool = { request: () => Promise.resolve(request()) };
  return new SqlServerSession(
    pool as unknown as SqlServerPool,
    new SqlServerErrors('db', false),
    new SqlServerDialect('db', 's'),
  );
}

describe('A peer answers as a server with a fault, and --check names it', () => {
  const facts = { version: 15, compatibilityLevel: 150, closesItself: 0 };
  test.each([
    ['a server older than 2012', { version: 10 }, 'fault', ['DATABASE_TOO_OLD', '10']],
    ['a low compatibility level', { compatibilityLevel: 100 }, 'fault', ['DATABASE_TOO_OLD', '100']],
    ['AUTO_CLOSE', { closesItself: 1 }, 'warning', ['AUTO_CLOSE']],
    ['none of these', {}, 'ok', ['150']],
  ] as const)('%s', async (_, more, state, named) => {
    const database = sessionOn(() => [{ ...facts, ...more }]);
    const check = await runCheck('server', () => checkServer(database, database.dialect.server!));
    expect(check.state).toBe(state);
    for (const word of named) expect(textOf(check)).toContain(word);
  });

  const kinds = kindIds.map((id) => ({ id, onUnknown: 'hold' }));
  test.each([
    ['a collation that meets another', 451, 'source_clients', 'Cannot resolve the collation conflict', 'COLLATE'],
    ['a type that does not convert', 206, 'source_absences', 'Operand type clash', 'CAST'],
    ['a column that a view has lost', 207, 'source_audits', "Invalid column name 'period'", 'column'],
    ['a right that is missing', 229, 'source_users', 'The SELECT permission was denied', 'grants.sql'],
    ['an unforeseen refusal', 8622, 'source_users', 'Query processor could not produce a query plan', 'Report'],
  ])('%s', async (_, number, view, message, remedy) => {
    const database = sessionOn((text, inputs) => {
      if (text.includes('MAX(version)')) return [{ version: migrations.length }];
      if (text.includes('sys.columns')) return [{ name: 'version', type: 'int', length: null }];
      if (!String(inputs.get('statement') ?? '').includes(`[s].[${view}]`)) return [];
      throw Object.assign(new Error(message), { name: 'RequestError', number });
    });
    const check = await runCheck('statements', () => checkStatements(database, { kinds } as unknown as Config));
    expect(check.state).toBe('fault');
    const text = textOf(check);
    for (const word of ['STATEMENTS_REFUSED', view, message]) expect(text).toContain(word);
    expect(text.toLowerCase()).toContain(remedy.toLowerCase());
  });
});
