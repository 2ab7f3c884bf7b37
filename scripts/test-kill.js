// Runs the long kill loop: 500 SIGKILLs over 10,000 mails, for each setting for mails with unknown outcome.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/run/kill.test.ts',
    '--testTimeout',
    '14400000',
    '--disable-console-intercept',
  ],
  { stdio: 'inherit', env: { MOBEVO_TEST_KILLS: '500', ...process.env } },
);
process.exitCode = status ?? 1;
