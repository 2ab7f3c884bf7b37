// Simulates 50 random offices, and compares every figure of their mails with one counted in SQL: a year of summaries, and
// some weeks of all other mails. Simulates a year of absences and deputies. Each five have a process of their own, because
// one for all takes gigabytes.
import { runVitest } from './run-vitest.js';

const offices = 50;
const perProcess = 5;
const tests = ['reported-totals', 'reported-events', 'reported-absences', 'reported-deputies'].map(
  (name) => `test/notifications/${name}.test.ts`,
);

for (let first = 1; first <= offices; first += perProcess) {
  const status = runVitest(tests, { MOBEVO_TEST_OFFICES: `${first}-${first + perProcess - 1}` });
  if (status !== 0) process.exitCode = 1;
}
