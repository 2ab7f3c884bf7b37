import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Secret } from '../../src/config/secret.js';
import { connect } from '../../src/database/index.js';
import { loadMssql } from '../../src/database/sqlserver-driver.js';

const require = createRequire(import.meta.url);
const isEntraLoaded = () => Object.keys(require.cache).some((path) => path.includes('msal-node'));

test('the library for Entra ID is loaded when something of it is used, not before', () => {
  expect(loadMssql().ConnectionPool).toBeTypeOf('function');
  expect(isEntraLoaded()).toBe(false);
  const { DefaultAzureCredential } = createRequire(require.resolve('tedious'))('@azure/identity') as { DefaultAzureCredential: unknown };
  expect(DefaultAzureCredential).toBeTypeOf('function');
  expect(isEntraLoaded()).toBe(true);
});

test('Windows cannot sign in without the optional package, and the error says which', async () => {
  const database = await connect({ client: 'sqlserver', schema: 's', connection: new Secret('Server=db;Database=m;Trusted_Connection=yes') });
  const error: unknown = await database.query('SELECT 1 AS one').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'DATABASE_DRIVER_MISSING', exitCode: 78 });
  expect(JSON.stringify(error)).toContain('npm install msnodesqlv8');
  await database.close();
});
