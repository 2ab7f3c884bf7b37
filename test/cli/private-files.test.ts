import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { folderPerTest } from '../helpers/config-folder.js';

const folder = folderPerTest();
const another = 65_534;

const here = (...args: string[]) => command(args, { cwd: folder.path });
const path = (...names: string[]) => join(folder.path, ...names);

/** Makes the demo office, whose runs also write a log. */
async function demoWithLog(logFile: string): Promise<void> {
  await here('preview', '--sample', '--demo', '--quiet');
  const config = path('mobevo-demo', 'mobevo-notify.config.json');
  const settings = JSON.parse(readFileSync(config, 'utf8')) as object;
  writeFileSync(config, JSON.stringify({ ...settings, logFile }));
}

describe.skipIf(process.platform === 'win32')('On a host with other accounts', () => {
  test('Everything that a command writes is for its account alone, whatever the umask', async () => {
    writeFileSync(path('of-the-test'), '');
    expect(statSync(path('of-the-test')).mode & 0o777, 'the umask of this test').not.toBe(0o600);
    await demoWithLog('logi/run.log');
    expect((await here('run', '--demo', '--quiet')).code).toBe(0);
    expect((await here('preview', '--sample', '--demo', '--quiet', '--out', 'podglad')).code).toBe(0);
    const written = ['mobevo-demo', 'podglad'].flatMap((name) => [
      name,
      ...readdirSync(path(name), { recursive: true, encoding: 'utf8' }).map((inner) => join(name, inner)),
    ]);
    expect(written).toEqual(expect.arrayContaining(['mobevo-demo/office.db', 'mobevo-demo/logi/run.log', 'podglad']));
    expect(written.length).toBeGreaterThan(40);
    for (const name of written) {
      const stats = statSync(path(name));
      expect(`${name} ${(stats.mode & 0o777).toString(8)}`).toBe(`${name} ${stats.isDirectory() ? 700 : 600}`);
    }
  });

  test.skipIf(process.getuid?.() !== 0)('A link that another account has planted is not followed', async () => {
    const plant = (name: string, target: string) => {
      symlinkSync(path(target), path(name));
      lchownSync(path(name), another, another);
    };
    writeFileSync(path('victim'), 'kept');
    mkdirSync(path('victims'));
    await demoWithLog('run.log');
    plant('mobevo-demo/run.log', 'victim');
    const run = await here('run', '--demo', '--quiet');
    expect(run).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('run.log is a link of another account') as string,
    });
    expect(existsSync(path('mobevo-demo', 'outbox'))).toBe(true);

    mkdirSync(path('podglad'));
    plant('podglad/index.html', 'victim');
    expect((await here('preview', '--sample', '--demo', '--quiet', '--out', 'podglad')).code).toBe(0);
    expect(readFileSync(path('podglad', 'index.html'), 'utf8')).toContain('<html');
    plant('obcy', 'victims');
    expect(await here('preview', '--sample', '--demo', '--out', 'obcy')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('obcy is a link of another account') as string,
    });
    expect(readFileSync(path('victim'), 'utf8')).toBe('kept');
    expect(readdirSync(path('victims'))).toEqual([]);
  });

  test('--check names each file that others may change, and each secret that they may read', async () => {
    await demoWithLog('run.log');
    const config = path('mobevo-demo', 'mobevo-notify.config.json');
    const settings = JSON.parse(readFileSync(config, 'utf8')) as object;
    const smtp = { host: '127.0.0.1', port: 9, security: 'none', user: 'u', password: { file: 'haslo.txt' } };
    writeFileSync(config, JSON.stringify({ ...settings, mailbox: { from: 'p@biuro.example', smtp } }));
    writeFileSync(path('mobevo-demo', 'haslo.txt'), 'tajne');
    const lines = async () =>
      (await here('run', '--check', '--demo')).stdout.split('\n').filter((line) => /they may/.test(line));
    const modes = (configMode: number, secret: number, database: number) => {
      chmodSync(config, configMode);
      chmodSync(path('mobevo-demo', 'haslo.txt'), secret);
      chmodSync(path('mobevo-demo', 'office.db'), database);
    };
    modes(0o666, 0o644, 0o644);
    expect(await lines()).toEqual([]);
    for (const name of ['', 'mobevo-demo']) chmodSync(path(name), 0o755);
    expect(await lines()).toEqual([
      `  ${config}: they may change it (chmod go-w, also of its folder)`,
      `  ${path('mobevo-demo', 'haslo.txt')}: they may read it (chmod o-r)`,
      `  ${path('mobevo-demo', 'office.db')}: they may read it (chmod o-r)`,
    ]);
    modes(0o600, 0o600, 0o640);
    expect(await lines()).toEqual([]);
  });
});
