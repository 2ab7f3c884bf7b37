import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, start } from '../helpers/command.js';

let directory: string;
beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'mobevo-package-')); });
afterAll(() => { rmSync(directory, { recursive: true, force: true }); });

test('`npm pack` yields a package that installs globally and works', async () => {
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename, files }] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', directory)) as [{ filename: string; files: { path: string }[] }];
  const shipped = files.map(({ path }) => path);
  expect(shipped).toEqual(expect.arrayContaining(['bin/mobevo-notify.js', 'dist/bundle/main.js', 'locales/pl.json', 'dist/templates/locales/pl.json', 'sql/sqlserver/state.sql', 'docs/config.schema.json', 'docs/pl/install.md', 'docs/gallery/audit-completed.pl.png', 'scheduling/windows/daily.xml', 'CHANGELOG.md', 'LICENSE']));
  expect(shipped.filter((path) => /^(dist\/(?!bundle|templates)|bench|src|templates|test|demo|node_modules)|\.map$/.test(path))).toEqual([]);

  npm('install', '--global', '--prefix', directory, '--no-audit', '--no-fund', '--prefer-offline', join(directory, filename));
  const installed = join(directory, process.platform === 'win32' ? 'mobevo-notify.cmd' : 'bin/mobevo-notify');
  const run = await start(installed, ['run', '--demo'], { cwd: directory });
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  expect(readdirSync(join(directory, 'mobevo-demo', 'outbox')).length).toBeGreaterThan(7);
}, 180_000);
