import { spawnSync } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, root } from '../helpers/command.js';

test.skipIf(!existsSync('/dev/full'))('A full disk under stdout is an error that is said on stderr', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'mobevo-notify.js'), 'preview', '--sample', 'absences', '--json'],
    { stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'], encoding: 'utf8', env: { ...process.env, LANG: 'en' } },
  );
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^✗ The output could not be written in full: the disk is full \(ENOSPC\)/) as string,
  });
});

test('A usage error under --json is one line of JSON', async () => {
  const { code, stdout, stderr } = await command(['run', '--json', '--onyl', 'absences']);
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    type: 'error',
    version: 1,
    message: 'error: unknown option \'--onyl\' (did you mean "--only"?)',
    exitCode: 2,
  });
});

test('`help run` is `run --help`', async () => {
  const help = await command(['help', 'run']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('--retry-failed');
  expect(help).toEqual(await command(['run', '--help']));
  expect((await command(['help'])).stdout).toContain('test-smtp');
});
