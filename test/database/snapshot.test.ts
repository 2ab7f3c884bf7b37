import { expect, test } from 'vitest';
import { SqlServerDialect } from '../../src/database/sqlserver-dialect.js';
import { SqlServerFaults } from '../../src/database/sqlserver-faults.js';
import type { SqlServerPool } from '../../src/database/sqlserver-pool.js';
import { SqlServerSession } from '../../src/database/sqlserver-session.js';

const snapshot = ' SET TRANSACTION ISOLATION LEVEL SNAPSHOT;';

/** A server whose database allows snapshots, while another one that its views read may not. */
function serverWith({ another }: { another: boolean }) {
  const sent: string[] = [];
  let isolation = snapshot;
  const request = {
    query: (text: string) => {
      sent.push(text);
      const refused = another && text.includes('SNAPSHOT');
      return refused ? Promise.reject(Object.assign(new Error('not allowed'), { number: 3952 })) : Promise.resolve({ recordset: [] });
    },
  };
  const pool = {
    readIsolation: () => Promise.resolve(isolation),
    request: () => Promise.resolve(request),
    forgoSnapshots: () => { isolation = ''; },
  };
  return { sent, session: new SqlServerSession(pool as unknown as SqlServerPool, new SqlServerFaults('db', false), new SqlServerDialect('db', 's')) };
}

test('reads are snapshots where the database allows them', async () => {
  const { sent, session } = serverWith({ another: false });
  await session.query('SELECT 1');
  expect(sent).toEqual([`SET LOCK_TIMEOUT 10000; SET DEADLOCK_PRIORITY LOW;${snapshot}\nSELECT 1`]);
});

test('a view that reads a database without snapshots is read as usual, from then on', async () => {
  const { sent, session } = serverWith({ another: true });
  await session.query('SELECT 1');
  await session.query('SELECT 2');
  expect(sent.map((text) => text.includes('SNAPSHOT'))).toEqual([true, false, false]);
});
