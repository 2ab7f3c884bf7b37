// Simulates the summaries of a year in each of many random offices (50 unless MOBEVO_TEST_OFFICES says otherwise), and
// compares every figure with one counted in SQL. 15 s per office.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/notifications/told-totals.test.ts', '--disable-console-intercept'],
  { stdio: 'inherit', env: { MOBEVO_TEST_OFFICES: '50', ...process.env } },
);
process.exitCode = status ?? 1;
