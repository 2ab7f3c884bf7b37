import { spawnSync } from 'node:child_process';

/**
 * Runs tests in a process of their own, and prints what they print.
 * @param {readonly string[]} args test files, and options of Vitest
 * @param {Readonly<Record<string, string>>} env added to the environment
 * @returns {number} the exit code
 */
export function runVitest(args, env) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...args, '--disable-console-intercept'],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  );
  return status ?? 1;
}
