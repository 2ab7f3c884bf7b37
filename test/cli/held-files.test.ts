import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, root, type CommandResult } from '../helpers/command.js';
import { folderPerTest } from '../helpers/config-folder.js';

const folder = folderPerTest();
const preload = join(root, 'test', 'helpers', 'hold-files.cjs');

/** Runs the command while another program holds each file for a moment. */
function runWithHeldFiles(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return command(args, { cwd: folder.path, env: { NODE_OPTIONS: `--require=${preload}`, ...env } });
}

test('Files that a virus scanner holds for a moment stop neither the demo nor a mail nor a preview', async () => {
  const result = await runWithHeldFiles(['run', '--demo']);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  const demo = readdirSync(join(folder.path, 'mobevo-demo'));
  expect(demo.filter((name) => name.includes('tmp'))).toEqual([]);
  const mails = readdirSync(join(folder.path, 'mobevo-demo', 'outbox'));
  expect(mails.length).toBeGreaterThan(20);
  expect(mails.filter((name) => !name.endsWith('.eml'))).toEqual([]);
  expect(await runWithHeldFiles(['preview', '--sample', '--out', 'podglad', '--demo'])).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder.path, 'podglad'))).toContain('index.html');
});

test('A log that a viewer holds is not rotated, one line says so, and the mails are sent', async () => {
  const logs = join(folder.path, 'mobevo-demo', 'logi');
  expect((await command(['preview', '--sample', '--demo'], { cwd: folder.path })).code).toBe(0);
  const config = join(folder.path, 'mobevo-demo', 'mobevo-notify.config.json');
  const settings = JSON.parse(readFileSync(config, 'utf8')) as object;
  writeFileSync(config, JSON.stringify({ ...settings, logFile: { file: 'logi/run.log', maxMegabytes: 1, keep: 1 } }));
  mkdirSync(logs);
  writeFileSync(join(logs, 'run.log'), `${'x'.repeat(2_000_000)}\n`);
  writeFileSync(join(logs, 'run.log.1'), 'older');
  const result = await runWithHeldFiles(['run', '--demo'], { HELD_FILE: 'run.log' });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout.match(/was not rotated/g)).toHaveLength(1);
  expect(readdirSync(logs).sort()).toEqual(['run.log', 'run.log.1']);
  expect(readFileSync(join(logs, 'run.log.1'), 'utf8')).toBe('older');
  expect(readFileSync(join(logs, 'run.log'), 'utf8')).toMatch(/^x+\n.*started\n[^]* sent[^]*was not rotated/);
});
