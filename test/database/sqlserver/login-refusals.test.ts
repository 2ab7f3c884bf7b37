import { expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect } from '../../../src/database/index.js';
import { sql } from '../../helpers/sql.js';
import { TdsPeer } from '../../helpers/tds-peer.js';

/**
 * The error of a query to a server that accepts as many logins, and then refuses them with these numbers; and how many
 * logins it got.
 */
async function refusedWith(refusals: readonly number[], accepted = 0): Promise<{ error: unknown; logins: number }> {
  const peer = await TdsPeer.start();
  Object.assign(peer, { refusals, accepted });
  const connection = new Secret(`Server=127.0.0.1,${peer.port};Database=m;User Id=u;Password=p;Encrypt=false`);
  const database = await connect({ client: 'sqlserver', schema: 's', connection });
  try {
    const error = await database.query(sql('SELECT 1 AS one')).catch((reason: unknown) => reason);
    return { error, logins: peer.logins };
  } finally {
    await database.close();
    peer.close();
  }
}

test('A wrong password is not tried again', async () => {
  const { error, logins } = await refusedWith([18456]);
  expect(error).toMatchObject({ code: 'DATABASE_LOGIN_REFUSED', exitCode: 77 });
  expect(logins).toBe(1);
});

// Side by side, because each waits between its tries.
test.concurrent.each([
  ['does not exist', [4060, 18456], 'DATABASE_MISSING', 78],
  ['is the default of the login and cannot be opened', [4064, 18456], 'DATABASE_MISSING', 78],
  ['fails over', [983, 4060, 18456], 'DATABASE_UNREACHABLE', 75],
])('A database that %s is reported by the first error, and tried again', async (_, numbers, code, exitCode) => {
  const { error, logins } = await refusedWith(numbers);
  expect(error).toMatchObject({ code, exitCode, message: expect.stringContaining(`error ${numbers[0]}`) as string });
  expect(logins).toBeGreaterThan(1);
});

test.concurrent.each([
  ['moves', [40613, 18456], 'DATABASE_UNREACHABLE'],
  ['does not exist any more', [4060, 18456], 'DATABASE_MISSING'],
  ['takes another password', [18456], 'DATABASE_LOGIN_REFUSED'],
])('A later connection is refused for the same reasons as the first: the database %s', async (_, numbers, code) => {
  const { error, logins } = await refusedWith(numbers, 1);
  expect(error).toMatchObject({ code });
  expect(logins).toBeGreaterThan(1);
});
