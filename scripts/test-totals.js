// Simulates the summaries of a year in each of 50 random offices, and compares every figure with one counted in SQL.
// An office takes 15 seconds. Each five have a process of their own, because one for all takes gigabytes.
import { spawnSync } from 'node:child_process';

const offices = 50;
const perProcess = 5;

for (let first = 1; first <= offices; first += perProcess) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', 'test/notifications/told-totals.test.ts', '--disable-console-intercept'],
    { stdio: 'inherit', env: { ...process.env, MOBEVO_TEST_OFFICES: `${first}-${first + perProcess - 1}` } },
  );
  if (status !== 0) process.exitCode = 1;
}
