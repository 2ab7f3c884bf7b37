import { expect, test } from 'vitest';
import { SqlServerDialect } from '../../../src/database/sqlserver/dialect.js';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import type { SqlServerPool } from '../../../src/database/sqlserver/pool.js';
import { SqlServerSession } from '../../../src/database/sqlserver/session.js';

const snapshot = ' SET TRANSACTION ISOLATION LEVEL SNAPSHOT;';

const question = '\nSELECT snapshot_isolation_state AS state FROM sys.databases WHERE database_id = DB_ID()';

/** A server whose database allows snapshots or does not, while another one that its views read may not. */
function serverWith({ state, another }: { state: number; another: boolean }) {
  const sent: string[] = [];
  const request = {
    query: (text: string) => {
      sent.push(text);
      const refused = another && text.includes('SNAPSHOT');
      return refused
        ? Promise.reject(Object.assign(new Error('not allowed'), { number: 3952 }))
        : Promise.resolve({ recordset: [], recordsets: [[], ...(text.endsWith(question) ? [[{ state }]] : [])] });
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

const manners = 'SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;';

test('the first read asks along whether the database allows snapshots; later ones are, where it does', async () => {
  const { sent, session } = serverWith({ state: 1, another: false });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  expect(sent).toEqual([`${manners}\nSELECT 1;${question}`, `${manners}${snapshot}\nSELECT 2`]);
});

test('where it does not, reads are as usual', async () => {
  const { sent, session } = serverWith({ state: 0, another: false });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  expect(sent.at(-1)).toBe(`${manners}\nSELECT 2`);
});

test('a view that reads a database without snapshots is read as usual, from then on', async () => {
  const { sent, session } = serverWith({ state: 1, another: true });
  for (const number of [1, 2, 3]) await session.query(`SELECT ${number}`);
  expect(sent.map((text) => text.includes('SNAPSHOT'))).toEqual([false, true, false, false]);
});

test('a write after a snapshot is none', async () => {
  const { sent, session } = serverWith({ state: 1, another: false });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  await session.execute('DELETE FROM {notes}');
  expect(sent.at(-1)).toContain(`${manners} SET TRANSACTION ISOLATION LEVEL READ COMMITTED;\nDELETE FROM`);
});
