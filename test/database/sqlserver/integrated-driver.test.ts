import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.js';
import { connect } from '../../../src/database/index.js';
import { packageRoot } from '../../../src/package-root.js';

test('what stands for the libraries of Entra ID in the built command is them', () => {
  const bundle = join(packageRoot, 'dist', 'bundle');
  const chunk = join(
    bundle,
    readdirSync(bundle).find((name) => /^sqlserver-.*\.cjs$/.test(name))!,
  );
  const [, standIn] = /module\.exports = (new Proxy\(.*@azure\/identity.*\));/.exec(readFileSync(chunk, 'utf8'))!;
  const make = compileFunction(`return ${standIn!}`, ['require']) as (require: NodeJS.Require) => {
    DefaultAzureCredential: unknown;
  };
  const { DefaultAzureCredential } = make(createRequire(chunk));
  expect(DefaultAzureCredential).toBeTypeOf('function');
});

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
