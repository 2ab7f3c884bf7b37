import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mobevo-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const variables = (folder: string) => ({
  HOME: folder,
  XDG_CACHE_HOME: join(folder, 'cache'),
  LOCALAPPDATA: join(folder, 'cache'),
});
const help = (folder = home) => command(['--help'], { cwd: home, env: variables(folder) });
const kept = () => {
  const folder = join(home, 'cache', 'mobevo-notify');
  const builds = readdirSync(folder);
  expect(builds).toHaveLength(1);
  return readdirSync(join(folder, builds[0]!)).map((name) => join(folder, builds[0]!, name));
};

test("compiled code is kept in the user's folder, used again, and not written again", async () => {
  const { stdout } = await help();
  const files = kept();
  expect(files.map((file) => file.replace(/.*[/\\]/, ''))).toContain('main.cjs');
  const written = files.map((file) => statSync(file).mtimeMs);
  expect(await help()).toMatchObject({ code: 0, stdout, stderr: '' });
  expect(kept().map((file) => statSync(file).mtimeMs)).toEqual(written);
});

test('what is not what V8 kept is compiled again and replaced', async () => {
  const { stdout } = await help();
  const files = kept();
  const damages: ((code: Buffer) => Buffer)[] = [
    () => Buffer.from('no code of V8'),
    () => Buffer.alloc(0),
    (code) => code.subarray(0, code.length / 2),
    (code) => code.fill(0),
    ...[100, 1000, 5000].map(
      (at) => (code: Buffer) =>
        Buffer.from(code.map((byte, index) => (index === at % code.length ? byte ^ 0x55 : byte))),
    ),
  ];
  for (const damage of damages) {
    const whole = files.map((file) => readFileSync(file));
    for (const [index, file] of files.entries()) writeFileSync(file, damage(whole[index]!));
    const damaged = files.map((file) => readFileSync(file));
    expect(await help()).toMatchObject({ code: 0, stdout, stderr: '' });
    for (const [index, file] of files.entries()) expect(readFileSync(file).equals(damaged[index]!)).toBe(false);
  }
});

test('a run that breaks off keeps nothing', async () => {
  expect((await command(['run'], { cwd: home, env: variables(home) })).code).toBe(78);
  expect(readdirSync(home)).toEqual([]);
});

test('of other builds the last three stay', async () => {
  const folder = join(home, 'cache', 'mobevo-notify');
  for (const [age, name] of ['a', 'b', 'c', 'd', 'e'].entries()) {
    mkdirSync(join(folder, name), { recursive: true });
    utimesSync(join(folder, name), new Date(), new Date(Date.now() - age * 86_400_000));
  }
  await help();
  expect(readdirSync(folder).filter((name) => name.length === 1)).toEqual(['a', 'b', 'c']);
});

test.skipIf(process.platform === 'win32')('what others could have written is neither used nor written to', async () => {
  await help();
  const [file] = kept();
  chmodSync(dirname(file!), 0o777);
  writeFileSync(file!, 'no code of V8');
  expect(await help()).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(file!, 'utf8')).toBe('no code of V8');
});

test('without a place to keep it the command works all the same', async () => {
  writeFileSync(join(home, 'file'), '');
  expect(await help(join(home, 'file'))).toMatchObject({ code: 0, stderr: '' });
  expect(
    await command(['--help'], { cwd: home, env: { HOME: '', XDG_CACHE_HOME: '', LOCALAPPDATA: '' } }),
  ).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(home)).toEqual(['file']);
});
