import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mobevo-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const folder = () => join(home, 'cache', 'mobevo-notify');
const help = async (HOME: string, cache: string) => {
  const env = { HOME, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  expect(await command(['--help'], { cwd: home, env })).toMatchObject({ code: 0, stderr: '' });
};
const hasCache = (module as { enableCompileCache?: unknown }).enableCompileCache !== undefined;
const isWindows = process.platform === 'win32';

test("Node's compile cache is in a private folder of the user", async () => {
  await help(home, join(home, 'cache'));
  expect(existsSync(folder())).toBe(hasCache);
  if (hasCache) expect(readdirSync(folder())).toHaveLength(1);
  if (hasCache && !isWindows) expect(statSync(folder()).mode & 0o777).toBe(0o700);
});

test.skipIf(isWindows)('Without XDG_CACHE_HOME the cache is in .cache of the home folder', async () => {
  await command(['--help'], { cwd: home, env: { HOME: home, XDG_CACHE_HOME: '', LOCALAPPDATA: '' } });
  expect(existsSync(join(home, '.cache', 'mobevo-notify'))).toBe(hasCache);
});

test.skipIf(isWindows)('A folder that others can write to is not used', async () => {
  mkdirSync(folder(), { recursive: true });
  for (const mode of [0o770, 0o702]) {
    chmodSync(folder(), mode);
    await help(home, join(home, 'cache'));
    expect(readdirSync(folder())).toEqual([]);
  }
});

test.skipIf(isWindows || process.getuid?.() !== 0)('A folder of another user is not used', async () => {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  chownSync(folder(), 12_345, 12_345);
  await help(home, join(home, 'cache'));
  expect(readdirSync(folder())).toEqual([]);
});

test.skipIf(isWindows)('A symbolic link is not followed', async () => {
  mkdirSync(join(home, 'elsewhere'), { mode: 0o700 });
  mkdirSync(join(home, 'cache'));
  symlinkSync(join(home, 'elsewhere'), folder());
  await help(home, join(home, 'cache'));
  expect(readdirSync(join(home, 'elsewhere'))).toEqual([]);
});

test('Without a home folder, or if the cache folder cannot be created, the command works without a cache', async () => {
  writeFileSync(join(home, 'file'), '');
  await help('', '');
  await help(join(home, 'file'), join(home, 'file', 'cache'));
  expect(readdirSync(home)).toEqual(['file']);
});
