// Runs the tests that use a database on SQL Server, with the connection string in MOBEVO_TEST_MSSQL.
import { spawnSync } from 'node:child_process';

if (process.env.MOBEVO_TEST_MSSQL === undefined) {
  console.log('Skipped the tests on SQL Server: MOBEVO_TEST_MSSQL contains no connection string.');
} else {
  const folders =
    process.argv.length > 2
      ? process.argv.slice(2)
      : ['run', 'inspect', 'planning', 'send', 'compose', 'notifications', 'outbox', 'database'].map(
          (name) => `test/${name}`,
        );
  // One file at a time. On a small server ten concurrent runs failed beside another file's kill loop, and passed alone.
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...folders,
      '--no-file-parallelism',
      '--testTimeout',
      '600000',
      '--hookTimeout',
      '120000',
    ],
    { stdio: 'inherit', env: { ...process.env, MOBEVO_TEST_DATABASE: 'sqlserver' } },
  );
  process.exitCode = status ?? 1;
}
