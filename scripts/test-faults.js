// Runs every cell of the fault matrix, of the hostile rows, of the flood guard and of the settings, and prints the results
// as tables.
import { runVitest } from './run-vitest.js';

process.exitCode = runVitest(
  [
    'test/send/faults',
    'test/send/message-faults',
    'test/run/kind-faults',
    'test/source/hostile-rows.test.ts',
    'test/planning/flood-guard',
    'test/config/schema.test.ts',
  ],
  { MOBEVO_TEST_FAULTS: 'all' },
);
