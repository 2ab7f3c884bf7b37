import { expect, test } from 'vitest';
import { SqlServerDialect } from '../../../src/database/sqlserver/dialect.js';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import type { SqlServerPool } from '../../../src/database/sqlserver/pool.js';
import { SqlServerSession } from '../../../src/database/sqlserver/session.js';

const snapshot = ' SET TRANSACTION ISOLATION LEVEL SNAPSHOT;';

const snapshotQuery = '\nSELECT snapshot_isolation_state AS state FROM sys.databases WHERE database_id = DB_ID()';

/**
 * A session on a fake pool. `state` says whether its database allows snapshots; with `isRefused` a read in a snapshot
 * fails, as it does if a view reads another database without snapshots.
 */
function serverWith({ state, isRefused }: { state: number; isRefused: boolean }) {
  const sent: string[] = [];
  const request = {
    query: (text: string) => {
      sent.push(text);
      const isFailing = isRefused && text.includes('SNAPSHOT');
      return isFailing
        ? Promise.reject(Object.assign(new Error('not allowed'), { number: 3952 }))
        : Promise.resolve({ recordset: [], recordsets: [[], ...(text.endsWith(snapshotQuery) ? [[{ state }]] : [])] });
    },
  };
  const pool = { request: () => Promise.resolve(request) };
  return {
    sent,
    session: new SqlServerSession(
      pool as unknown as SqlServerPool,
      new SqlServerErrors('db', false),
      new SqlServerDialect('db', 's'),
    ),
  };
}

const sessionOptions = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

test('The first read also asks whether the database allows snapshots; if it does, later reads use them', async () => {
  const { sent, session } = serverWith({ state: 1, isRefused: false });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  expect(sent).toEqual([`${sessionOptions}\nSELECT 1;${snapshotQuery}`, `${sessionOptions}${snapshot}\nSELECT 2`]);
});

test('Reads use no snapshot if the database does not allow it', async () => {
  const { sent, session } = serverWith({ state: 0, isRefused: false });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  expect(sent.at(-1)).toBe(`${sessionOptions}\nSELECT 2`);
});

test('A refused snapshot read is repeated without a snapshot, as are all later reads', async () => {
  const { sent, session } = serverWith({ state: 1, isRefused: true });
  for (const number of [1, 2, 3]) await session.query(`SELECT ${number}`);
  expect(sent.map((text) => text.includes('SNAPSHOT'))).toEqual([false, true, false, false]);
});

test('A write after a snapshot read uses read committed', async () => {
  const { sent, session } = serverWith({ state: 1, isRefused: false });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  await session.execute('DELETE FROM {notes}');
  expect(sent.at(-1)).toContain(`${sessionOptions} SET TRANSACTION ISOLATION LEVEL READ COMMITTED;\nDELETE FROM`);
});
