import { expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect } from '../../../src/database/index.js';

test('Windows cannot sign in without the optional package, and the error says which', async () => {
  const database = await connect({
    client: 'sqlserver',
    schema: 's',
    connection: new Secret('Server=db;Database=m;Trusted_Connection=yes'),
  });
  const error: unknown = await database.query('SELECT 1 AS one').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'DATABASE_DRIVER_MISSING', exitCode: 78 });
  expect(JSON.stringify(error)).toContain('npm install msnodesqlv8');
  await database.close();
});
