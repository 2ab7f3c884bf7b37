// Scenarios with files that other programs hold, and with configurations as editors write them.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { encodings, prepare, unlike } from './office.js';
import { windowsPath } from './wine.js';

/** Opens each new pickup file without sharing (0x10000000), before it is renamed, and keeps it for 40 ms. */
const scanner = `
  const fs = require('fs'); const seen = new Set(); let held = 0;
  const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  fs.writeFileSync('scanner-is-ready', '');
  while (!fs.existsSync('scanner-may-end')) {
    let names = [];
    try { names = fs.readdirSync('mobevo-demo/outbox').filter((name) => name.endsWith('.tmp') && !seen.has(name)); } catch {}
    for (const name of names) {
      try {
        const file = fs.openSync('mobevo-demo/outbox/' + name, 2 | 0x10000000);
        seen.add(name); held += 1;
        pause(40); fs.closeSync(file);
      } catch {}
    }
  }
  console.log('held ' + held);`;

/** SQLite opens a file without letting others rename it. */
const viewer = `
  const fs = require('fs');
  const Database = require('${windowsPath('app', 'node_modules', 'libsql').replaceAll('\\', '\\\\')}');
  const file = new Database('mobevo-demo/run.log');
  try { file.exec('SELECT * FROM sqlite_master'); } catch {}
  fs.writeFileSync('viewer-is-ready', '');
  const look = () => { if (!fs.existsSync('viewer-may-end')) setTimeout(look, 100); };
  look();`;

/** Runs a program beside the scenario. @returns a function that lets it end */
async function beside({ folder, node }, name, code) {
  const program = node(code);
  for (let tries = 0; !readdirSync(folder).includes(`${name}-is-ready`); tries += 1) {
    if (tries === 600) throw new Error(`the ${name} did not start`);
    await setTimeout(100);
  }
  return () => {
    writeFileSync(join(folder, `${name}-may-end`), '');
    return program;
  };
}

export const fileScenarios = {
  'a virus scanner holds pickup files for 40 ms': async (office) => {
    await prepare(office);
    const end = await beside(office, 'scanner', scanner);
    const result = unlike(await office.run(['run', '--demo']), 0);
    const { stdout } = await end();
    return result ?? (/held [1-9]/.test(stdout) ? undefined : `the scanner held nothing: ${stdout}`);
  },

  'a viewer has the log open': async (office) => {
    await prepare(office, { logFile: { file: 'run.log', maxMegabytes: 0.00001, keep: 2 } });
    const demo = join(office.folder, 'mobevo-demo');
    for (const name of ['run.log', 'run.log.1', 'run.log.2'])
      writeFileSync(join(demo, name), `${name} ${'-'.repeat(50)}\n`);
    const end = await beside(office, 'viewer', viewer);
    const held = unlike(await office.run(['run', '--demo']), 0, 'was not rotated');
    const kept = ['run.log', 'run.log.1', 'run.log.2'].filter(
      (name) => !readFileSync(join(demo, name), 'utf8').startsWith(name),
    );
    await end();
    if (held !== undefined || kept.length > 0) return held ?? `changed: ${kept}`;
    const result = unlike(await office.run(['run', '--demo']), 0);
    return (
      result ?? (readFileSync(join(demo, 'run.log.2'), 'utf8').startsWith('run.log.1') ? undefined : 'not rotated')
    );
  },

  'configurations in JSON, YAML and mjs, in every encoding, in a folder with spaces and Polish letters': async (
    office,
  ) => {
    const settings = { ...(await prepare(office)), language: 'en' };
    const folder = 'Biuro Żółć i Spółka';
    cpSync(join(office.folder, 'mobevo-demo'), join(office.folder, folder), { recursive: true });
    const write = (name, bytes) => writeFileSync(join(office.folder, folder, name), bytes);
    const run = (name) => office.run(['run', '--config', name], { cwd: folder });
    const lines = JSON.stringify(settings, undefined, 2).replaceAll('\n', '\r\n');
    write('moduł.mjs', `export default ${lines};`);
    const names = ['moduł.mjs'];
    for (const [encoding, encode] of Object.entries(encodings)) {
      for (const end of ['json', 'yaml']) {
        names.push(`${encoding}.${end}`);
        write(names.at(-1), encode(lines));
      }
    }
    for (const name of names) {
      const wrong = unlike(await run(name), 0);
      if (wrong !== undefined) return `${name}: ${wrong}`;
    }
    write('cp1250.json', Buffer.from('{\r\n "office": { "name": "has\xb3o" } }', 'latin1'));
    const refused = unlike(await run('cp1250.json'), 78, 'cp1250.json', 'line 2, column 26', 'UTF-8');
    if (refused !== undefined) return refused;
    write('path.json', '{\r\n "logFile": { "file": "logs\\haslo" } }');
    const broken = await run('path.json');
    if (broken.stderr.includes('haslo')) return `quoted: ${broken.stderr}`;
    return (
      unlike(broken, 78, 'line 2, column 28', 'backslash') ??
      (readdirSync(join(office.folder, folder, 'outbox')).length > 10 ? undefined : 'too few mails')
    );
  },
};
