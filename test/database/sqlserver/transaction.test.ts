import { expect, test } from 'vitest';
import { SqlServerDialect } from '../../../src/database/sqlserver/dialect.js';
import { SqlServerErrors } from '../../../src/database/sqlserver/errors.js';
import type { SqlServerPool } from '../../../src/database/sqlserver/pool.js';
import { SqlServerSession } from '../../../src/database/sqlserver/session.js';
import { sql } from '../../helpers/sql.js';

interface Failure {
  readonly number: number;
  readonly rollsBack: boolean;
  /** How the transaction cannot be ended. */
  readonly timesOut?: 'commit' | 'rollback';
}

/**
 * A pool in the driver's place that, as msnodesqlv8 does, takes statements also after the server has rolled back.
 * @param failure of the first statement that contains `bad`
 */
function peerOf(failure: Failure) {
  const seen = { begun: 0, committed: 0, rolledBack: 0, replaced: 0, texts: [] as string[] };
  const end = (how: 'commit' | 'rollback') =>
    failure.timesOut === how
      ? Promise.reject(Object.assign(new Error('late'), { code: 'ETIMEOUT' }))
      : Promise.resolve();
  let hasFailed = false;
  const begin = () => {
    seen.begun += 1;
    let isOpen = true;
    const query = (text: string) => {
      seen.texts.push(text);
      if (text.includes('bad') && !hasFailed) {
        hasFailed = true;
        isOpen = !failure.rollsBack;
        return Promise.reject(Object.assign(new Error('refused'), { code: 'EREQUEST', number: failure.number }));
      }
      const recordset = Object.assign([{ depth: isOpen ? 1 : 0, affected: 1 }], { columns: {} });
      return Promise.resolve({ recordset, recordsets: [recordset] });
    };
    return Promise.resolve({
      request: () => ({ input: () => undefined, query }),
      commit: () => end('commit').then(() => void (seen.committed += 1)),
      rollback: () => end('rollback').then(() => void (seen.rolledBack += 1)),
    });
  };
  const session = new SqlServerSession(
    { begin, replaceConnections: () => void (seen.replaced += 1) } as unknown as SqlServerPool,
    new SqlServerErrors('db', 's', false),
    new SqlServerDialect('db', 's'),
  );
  return { seen, session };
}

/** Catches the error of its first statement, and goes on. */
const carryingOn = (session: SqlServerSession) =>
  session.transaction(async (transaction) => {
    await transaction.execute(sql('UPDATE {runs} SET version = 1 /* bad */')).catch(() => undefined);
    return transaction.execute(sql('UPDATE {runs} SET version = 2'));
  });
const second = (texts: readonly string[]) => texts.filter((text) => text.includes('version = 2')).length;

test('After an error with which the server has rolled back, nothing more is sent, although the error was caught', async () => {
  const { seen, session } = peerOf({ number: 245, rollsBack: true });
  await expect(carryingOn(session)).rejects.toMatchObject({ number: 245 });
  expect(seen).toMatchObject({ begun: 1, committed: 0, rolledBack: 1 });
  expect(second(seen.texts)).toBe(0);
});

test('After an error that leaves the transaction open, it goes on', async () => {
  const { seen, session } = peerOf({ number: 8134, rollsBack: false });
  await expect(carryingOn(session)).resolves.toBe(1);
  expect(seen).toMatchObject({ begun: 1, committed: 1, rolledBack: 0, replaced: 0 });
  expect(second(seen.texts)).toBe(1);
});

test.each([
  ['a deadlock', { number: 1205, rollsBack: true }],
  ['a lock time-out', { number: 1222, rollsBack: false }],
])('After %s the transaction is repeated, although the error was caught', async (_, failure) => {
  const { seen, session } = peerOf(failure);
  await expect(carryingOn(session)).resolves.toBe(1);
  expect(seen).toMatchObject({ begun: 2, committed: 1, rolledBack: 1 });
  expect(second(seen.texts)).toBe(1);
});

test.each([
  ['commit', { number: 8134, rollsBack: false }, { code: 'DATABASE_BUSY' }],
  ['rollback', { number: 245, rollsBack: true }, { number: 245 }],
] as const)('After a %s that timed out, the connections are replaced', async (timesOut, failure, error) => {
  const { seen, session } = peerOf({ ...failure, timesOut });
  await expect(carryingOn(session)).rejects.toMatchObject(error);
  expect(seen).toMatchObject({ begun: 1, committed: 0, rolledBack: 0, replaced: 1 });
});
