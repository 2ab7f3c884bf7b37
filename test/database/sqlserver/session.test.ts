import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect, migrate, type Database } from '../../../src/database/index.js';
import { migrations } from '../../../src/database/migrations/list.js';
import { onSqlServer } from '../../helpers/office.js';
import { SqlServerOffice } from '../../helpers/sqlserver-office.js';
import { sql } from '../../helpers/sql.js';

const connectionString = process.env['MOBEVO_TEST_MSSQL'] ?? '';

describe.skipIf(!onSqlServer)('SQL Server', () => {
  let office: SqlServerOffice;
  const opened: Database[] = [];
  const open = async (text = connectionString) => {
    const database = await connect({ client: 'sqlserver', schema: office.schema, connection: new Secret(text) });
    opened.push(database);
    return database;
  };
  beforeEach(() => {
    office = new SqlServerOffice(connectionString);
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    office.close();
  });

  test('Two concurrent migrations create the tables once', async () => {
    const databases = await Promise.all([open(), open()]);
    await Promise.all(databases.map((database) => migrate(database)));
    expect(await databases[0].query(sql('SELECT version FROM {migrations}'))).toEqual(
      migrations.map((_, index) => ({ version: index + 1 })),
    );
    await migrate(databases[1]);
    expect(office.tables()).toContain('messages');
  });

  test.each([
    [16, undefined],
    [17, 'DATABASE_SERVER_FAULT'],
    [18, 'DATABASE_SERVER_FAULT'],
  ])('An error of severity %d is told as %s, and the connection stays in use', async (severity, code) => {
    const database = await open();
    const error: unknown = await database
      .query(sql(`RAISERROR('out of something', ${severity}, 1)`))
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: expect.stringContaining('out of something') as string });
    expect((error as { code: string }).code).toBe(code ?? 'EREQUEST');
    expect(await database.query(sql('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  test.each(['SELECT 1 / 0 AS x', "SELECT CAST('x' AS int) AS x", 'SELECT x FROM {nothing}'])(
    'After an error that was caught, a transaction is committed whole or not at all: %s',
    async (failing) => {
      const database = await open();
      const insert = (id: number) => sql(`INSERT INTO {source_users} (user_id, is_blocked) VALUES (${id}, 0)`);
      let caught: unknown;
      const refusal: unknown = await database
        .transaction(async (transaction) => {
          await transaction.execute(insert(1));
          caught = await transaction.query(sql(failing)).catch((error: unknown) => error);
          await transaction.execute(insert(2));
        })
        .catch((error: unknown) => error);
      expect(caught).toBeInstanceOf(Error);
      expect([undefined, (caught as Error).message]).toContain((refusal as Error | undefined)?.message);
      const isCommitted = refusal === undefined;
      expect(await database.query(sql('SELECT user_id FROM {source_users}'))).toHaveLength(isCommitted ? 2 : 0);
    },
  );

  test('Ids beyond 2^53, times, days, bits and texts of every script are read back unchanged', async () => {
    const database = await open();
    const names = ['Zażółć gęślą jaźń', 'Київ, Їжак', '📬 emoji', "O'Neil — 100%"];
    for (const [index, name] of names.entries()) {
      await database.execute(
        sql(
          'INSERT INTO {source_users} (user_id, display_name, email, is_blocked) VALUES (CAST(:user AS bigint), :name, :email, :n)',
        ),
        { user: `900719925474099${index}`, name, email: null, n: index === 0 ? 1 : 0 },
      );
    }
    expect(
      await database.query(
        sql(
          'SELECT user_id AS id, display_name AS name, email, is_blocked AS blocked FROM {source_users} ORDER BY user_id',
        ),
      ),
    ).toEqual(names.map((name, index) => ({ id: `900719925474099${index}`, name, email: null, blocked: index === 0 })));

    const at = '2026-03-29T01:30:00.123Z';
    await database.execute(
      sql(
        'INSERT INTO {source_absences} (absence_id, person, date_from, date_to, registered_at) VALUES (1, :p, :day, :day, :at)',
      ),
      { p: 'x', day: '2026-03-29', at },
    );
    expect(
      await database.query(
        sql('SELECT date_from, registered_at FROM {source_absences} WHERE registered_at >= :at AND date_to <= :day'),
        { at, day: '2026-03-29' },
      ),
    ).toEqual([{ date_from: '2026-03-29', registered_at: at }]);
    expect(
      await database.query(sql('SELECT date_from FROM {source_absences} WHERE registered_at > :at'), { at }),
    ).toEqual([]);
  });

  test('Keys that are equal in a collation stay distinct', async () => {
    const database = await open();
    await migrate(database);
    const keys = ['address:lukasz@x', 'address:łukasz@x', 'address:LUKASZ@x', 'address:lukasz@ x'];
    for (const key of keys) {
      await database.execute(
        sql(
          `INSERT INTO {messages} (idempotency_key, kind, slot, recipient, state, created_at) VALUES (:key, 'absences', :at, :key, 'queued', :at)`,
        ),
        { key, at: '2026-11-24T06:00:00.000Z' },
      );
    }
    for (const key of keys) {
      expect(
        await database.query(sql('SELECT recipient FROM {messages} WHERE idempotency_key = :key'), { key }),
      ).toEqual([{ recipient: key }]);
    }
  });

  test('A write returns its row count, a failed transaction changes nothing, and a duplicate key is retried', async () => {
    const database = await open();
    const insert = 'INSERT INTO {source_clients} (client_id, name) VALUES (:id, :name)';
    expect(await database.execute(sql(insert), { id: 1, name: 'a' })).toBe(1);
    await expect(
      database.transaction(async (transaction) => {
        await transaction.execute(sql(insert), { id: 2, name: 'b' });
        throw new RangeError('on purpose');
      }),
    ).rejects.toThrow(RangeError);
    expect(await database.execute(sql('UPDATE {source_clients} SET name = :name'), { name: 'c' })).toBe(1);

    let attempts = 0;
    await database.transaction(async (transaction) => {
      attempts += 1;
      await transaction.execute(sql(insert), { id: attempts === 1 ? 1 : 3, name: 'd' });
    });
    expect(attempts).toBe(2);
    expect(await database.query(sql('SELECT client_id AS id FROM {source_clients} ORDER BY client_id'))).toEqual([
      { id: '1' },
      { id: '3' },
    ]);
  });

  test('One run at a time holds the planning lock, and the end of its transaction releases it', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    const lock = (database: Database) =>
      database.transaction((transaction) => database.dialect.lockPlanning(transaction));
    await first.transaction(async (transaction) => {
      expect(await first.dialect.lockPlanning(transaction)).toBe(true);
      expect(await lock(second)).toBe(false);
    });
    expect(await lock(second)).toBe(true);
    await expect(
      first.transaction(async (transaction) => {
        await first.dialect.lockPlanning(transaction);
        throw new RangeError('on purpose');
      }),
    ).rejects.toThrow(RangeError);
    expect(await lock(second)).toBe(true);
  });

  test('Statements of one transaction can be requested concurrently', async () => {
    const database = await open();
    const answers = await database.transaction((transaction) =>
      Promise.all([1, 2, 3].map((n) => transaction.query(sql('SELECT :n AS n'), { n }))),
    );
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  test('A held lock is reported as busy after a wait of ten seconds and retries', async () => {
    const [holder, waiter] = await Promise.all([open(), open()]);
    await holder.execute(sql('INSERT INTO {source_clients} (client_id, name) VALUES (1, :name)'), { name: 'a' });
    const start = performance.now();
    await holder.transaction(async (transaction) => {
      await transaction.execute(sql('UPDATE {source_clients} SET name = :name'), { name: 'b' });
      const error: unknown = await waiter
        .execute(sql('UPDATE {source_clients} SET name = :name'), { name: 'c' })
        .catch((reason: unknown) => reason);
      // Babelfish waits as long, but its error number is not SQL Server's, so the error is neither known nor retried.
      expect(error).toMatchObject(
        office.isBabelfish()
          ? { message: 'canceling statement due to lock timeout' }
          : { code: 'DATABASE_BUSY', exitCode: 75 },
      );
    });
    expect(performance.now() - start).toBeGreaterThan(9_000);
    expect(await waiter.query(sql('SELECT name FROM {source_clients}'))).toEqual([{ name: 'b' }]);
  });

  test.each([
    ['A wrong password', /password=[^;]*/i, 'Password=zle', 'DATABASE_LOGIN_REFUSED', 77],
    ['A port where nothing listens', /server=[^;]*/i, 'Server=127.0.0.1,1', 'DATABASE_NOT_LISTENING', 75],
    ['An unknown host', /server=[^;]*/i, 'Server=nie-ma.invalid', 'DATABASE_UNREACHABLE', 75],
  ])('%s is reported without the password', async (_, found, written, code, exitCode) => {
    const database = await open(connectionString.replace(found, written));
    const error: unknown = await database.query(sql('SELECT 1 AS one')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, exitCode });
    expect(JSON.stringify(error)).not.toContain('zle');
  });

  test('An unknown database is reported by name', async () => {
    const database = await open(connectionString.replace(/database=[^;]*/i, 'Database=nie_ma'));
    const error: unknown = await database.query(sql('SELECT 1 AS one')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'DATABASE_MISSING', exitCode: 78 });
    expect((error as Error).message).toContain('nie_ma');
  });

  test('A connection sets the application name and the lock timeout', async () => {
    const database = await open();
    expect(await database.query(sql('SELECT APP_NAME() AS name, @@LOCK_TIMEOUT AS wait'))).toEqual([
      { name: 'mobevo-notify', wait: 10_000 },
    ]);
  });
});
