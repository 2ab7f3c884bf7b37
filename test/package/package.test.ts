import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, start } from '../helpers/command.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-package-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('`npm pack` yields a package that installs globally and works', async () => {
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename, files }] = JSON.parse(
    npm('pack', '--json', '--ignore-scripts', '--pack-destination', directory),
  ) as [{ filename: string; files: { path: string }[] }];
  const shipped = files.map(({ path }) => path);
  expect(shipped).toEqual(
    expect.arrayContaining([
      'bin/mobevo-notify.js',
      'dist/bundle/main.cjs',
      'locales/pl.json',
      'dist/templates/locales/pl.json',
      'sql/sqlserver/state.sql',
      'docs/config.schema.json',
      'docs/pl/install.md',
      'docs/gallery/audit-completed.pl.png',
      'scheduling/windows/daily.xml',
      'CHANGELOG.md',
      'LICENSE',
    ]),
  );
  expect(
    shipped.filter((path) =>
      /^(dist\/(?!bundle|templates)|bench|src|templates|test|demo|node_modules)|\.map$/.test(path),
    ),
  ).toEqual([]);

  npm(
    'install',
    '--global',
    '--prefix',
    directory,
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    join(directory, filename),
  );
  const installed = join(directory, process.platform === 'win32' ? 'mobevo-notify.cmd' : 'bin/mobevo-notify');
  const run = await start(installed, ['run', '--demo'], { cwd: directory });
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  expect(readdirSync(join(directory, 'mobevo-demo', 'outbox')).length).toBeGreaterThan(7);
}, 180_000);

test.skipIf(process.platform === 'win32')(
  'what is published names the repository its workflow runs in, as provenance demands',
  () => {
    const workflow = readFileSync(join(root, '.github', 'workflows', 'publish.yml'), 'utf8');
    const steps = [...workflow.matchAll(/^ +- run: (.*)$/gm)].map(([, command]) => command!);
    const [naming, publishing] = steps.slice(-2);
    expect(publishing).toMatch(/^npm publish --provenance/);
    const copy = join(directory, 'copy');
    mkdirSync(copy);
    copyFileSync(join(root, 'package.json'), join(copy, 'package.json'));
    execFileSync('/bin/sh', ['-c', naming!], {
      cwd: copy,
      stdio: 'ignore',
      env: { ...process.env, GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'biuro/mobevo-notify' },
    });
    const { repository } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8')) as { repository: unknown };
    expect(repository).toEqual({ type: 'git', url: 'git+https://github.com/biuro/mobevo-notify.git' });
  },
);
