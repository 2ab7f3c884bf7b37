import { expect, test } from 'vitest';
import { statement } from '../../../src/database/index.js';
import { SqlServerDialect } from '../../../src/database/sqlserver/dialect.js';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import type { SqlServerPool } from '../../../src/database/sqlserver/pool.js';
import { SqlServerSession } from '../../../src/database/sqlserver/session.js';
import { sql } from '../../helpers/sql.js';

const snapshot = ' SET TRANSACTION ISOLATION LEVEL SNAPSHOT;';
const readCommitted = ' SET TRANSACTION ISOLATION LEVEL READ COMMITTED;';

const snapshotQuery = '\nSELECT snapshot_isolation_state AS state FROM sys.databases WHERE name = DB_NAME()';

/**
 * A session on a fake pool. `state` says whether its database allows snapshots; with `isRefused` a read in a snapshot
 * fails with this number of the server.
 */
function serverWith({ state, isRefused, refusal = 3952 }: { state: number; isRefused: boolean; refusal?: number }) {
  const sent: string[] = [];
  const request = {
    query: (text: string) => {
      sent.push(text);
      const isFailing = isRefused && text.includes('SNAPSHOT');
      return isFailing
        ? Promise.reject(Object.assign(new Error('not allowed'), { number: refusal }))
        : Promise.resolve({ recordset: [], recordsets: [[], ...(text.endsWith(snapshotQuery) ? [[{ state }]] : [])] });
    },
  };
  const pool = { request: () => Promise.resolve(request) };
  return {
    sent,
    session: new SqlServerSession(
      pool as unknown as SqlServerPool,
      new SqlServerErrors('db', 'mobevo', false),
      new SqlServerDialect('db', 's'),
    ),
  };
}

const sessionOptions = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

test('The first read also asks whether the database allows snapshots; if it does, later reads use them', async () => {
  const { sent, session } = serverWith({ state: 1, isRefused: false });
  await session.query(sql('SELECT 1'));
  await session.query(sql('SELECT 2'));
  expect(sent).toEqual([
    `${sessionOptions}${readCommitted}\nSELECT 1;${snapshotQuery}`,
    `${sessionOptions}${snapshot}\nSELECT 2`,
  ]);
});

test('Reads use no snapshot if the database does not allow it', async () => {
  const { sent, session } = serverWith({ state: 0, isRefused: false });
  await session.query(sql('SELECT 1'));
  await session.query(sql('SELECT 2'));
  expect(sent.at(-1)).toBe(`${sessionOptions}${readCommitted}\nSELECT 2`);
});

test.each([3952, 3956, 3958, 3996, 41332])(
  'A snapshot refused with %s is read without one, as is all later',
  async (refusal) => {
    const { sent, session } = serverWith({ state: 1, isRefused: true, refusal });
    for (const number of [1, 2, 3]) await session.query(sql(`SELECT ${number}`));
    expect(sent.map((text) => text.includes('SNAPSHOT'))).toEqual([false, true, false, false]);
    expect(sent.at(-1)).toContain(readCommitted);
  },
);

test('A statement that reads past locked rows uses READPAST on our tables, and no snapshot, which refuses it', async () => {
  const { sent, session } = serverWith({ state: 1, isRefused: false });
  await session.query(sql('SELECT 1'));
  const text =
    'SELECT COUNT(*) AS n FROM {messages} JOIN {attempts} a ON a.message_id = {messages}.id JOIN {source_users} u ON 1 = 1';
  await session.query(statement('test', text, { readsPast: true }));
  const hint = 'WITH (READPAST, READCOMMITTEDLOCK)';
  expect(sent.at(-1)).toBe(
    `${sessionOptions}${readCommitted}\nSELECT COUNT(*) AS n FROM [s].[messages] ${hint} JOIN [s].[attempts] a ${hint} ON a.message_id = [s].[messages].id JOIN [s].[source_users] u ON 1 = 1`,
  );
});

test('A write after a snapshot read uses read committed', async () => {
  const { sent, session } = serverWith({ state: 1, isRefused: false });
  await session.query(sql('SELECT 1'));
  await session.query(sql('SELECT 2'));
  await session.execute(sql('DELETE FROM {notes}'));
  expect(sent.at(-1)).toContain(`${sessionOptions} SET TRANSACTION ISOLATION LEVEL READ COMMITTED;\nDELETE FROM`);
});

test('A refusal without a snapshot is not repeated', async () => {
  let tries = 0;
  const request = {
    query: () => {
      tries += 1;
      return Promise.reject(Object.assign(new Error('not allowed'), { number: 41332 }));
    },
  };
  const session = new SqlServerSession(
    { allowsSnapshots: false, request: () => Promise.resolve(request) } as unknown as SqlServerPool,
    new SqlServerErrors('db', 'mobevo', false),
    new SqlServerDialect('db', 's'),
  );
  await expect(session.query(sql('SELECT 1'))).rejects.toThrow('not allowed');
  expect(tries).toBe(1);
});
