// Runs the tests that have a database on SQL Server, in the database that MOBEVO_TEST_MSSQL names.
import { spawnSync } from 'node:child_process';

if (process.env.MOBEVO_TEST_MSSQL === undefined) {
  console.log('The SQL Server half of the tests was skipped: MOBEVO_TEST_MSSQL holds no connection string.');
} else {
  const folders =
    process.argv.length > 2
      ? process.argv.slice(2)
      : ['run', 'inspect', 'planning', 'send', 'compose', 'notifications', 'outbox', 'database'].map(
          (name) => `test/${name}`,
        );
  // One file at a time: on a small server ten runs at once failed beside another file's kill loop, and passed by themselves.
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
