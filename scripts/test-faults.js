// Runs every cell of the fault matrix, of the hostile rows and of the flood guard, and prints the results as tables.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/send/faults',
    'test/send/message-faults',
    'test/run/kind-faults',
    'test/source/hostile-rows.test.ts',
    'test/planning/flood-guard',
    '--disable-console-intercept',
  ],
  { stdio: 'inherit', env: { ...process.env, MOBEVO_TEST_FAULTS: 'all' } },
);
process.exitCode = status ?? 1;
