// Runs the tests on every supported major version of Node, through the npm package `node`.
import { spawnSync } from 'node:child_process';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20', '22', '24', '26'];
const results = versions.map((version) => {
  console.log(`\n── Node ${version}`);
  const { status } = spawnSync(
    'npx',
    ['--yes', '--package', `node@${version}`, '--', 'node', 'node_modules/vitest/vitest.mjs', 'run'],
    { stdio: 'inherit' },
  );
  return { version, passed: status === 0 };
});
console.log(`\n${results.map(({ version, passed }) => `Node ${version}: ${passed ? 'passed' : 'FAILED'}`).join('\n')}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
