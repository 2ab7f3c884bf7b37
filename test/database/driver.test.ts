import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.js';
import { connect } from '../../src/database/index.js';
import { packageRoot } from '../../src/package-root.js';

test('the libraries of Entra ID are found from where the built command looks for them', () => {
  const ofBundle = createRequire(join(packageRoot, 'dist', 'bundle', 'main.cjs'));
  const { DefaultAzureCredential } = createRequire(ofBundle.resolve('tedious'))('@azure/identity') as { DefaultAzureCredential: unknown };
  expect(DefaultAzureCredential).toBeTypeOf('function');
});

test('Windows cannot sign in without the optional package, and the error says which', async () => {
  const database = await connect({ client: 'sqlserver', schema: 's', connection: new Secret('Server=db;Database=m;Trusted_Connection=yes') });
  const error: unknown = await database.query('SELECT 1 AS one').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'DATABASE_DRIVER_MISSING', exitCode: 78 });
  expect(JSON.stringify(error)).toContain('npm install msnodesqlv8');
  await database.close();
});
