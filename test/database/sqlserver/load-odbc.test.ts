import { expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect } from '../../../src/database/index.js';
import { sql } from '../../helpers/sql.js';

test('Windows authentication without its optional package fails, and the error names the package', async () => {
  const database = await connect({
    client: 'sqlserver',
    schema: 's',
    connection: new Secret('Server=db;Database=m;Trusted_Connection=yes'),
  });
  const error: unknown = await database.query(sql('SELECT 1 AS one')).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'DATABASE_DRIVER_MISSING', exitCode: 78 });
  expect(JSON.stringify(error)).toContain('npm install msnodesqlv8');
  await database.close();
});
