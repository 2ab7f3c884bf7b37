// Runs the long kill loop: 500 SIGKILLs over 10,000 mails, for each setting for mails with unknown outcome.
import { runVitest } from './run-vitest.js';

process.exitCode = runVitest(['test/run/kill.test.ts', '--testTimeout', '14400000'], {
  MOBEVO_TEST_KILLS: process.env['MOBEVO_TEST_KILLS'] ?? '500',
});
