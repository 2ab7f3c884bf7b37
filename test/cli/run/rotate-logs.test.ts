import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LogFile } from '../../../src/cli/run/log-file.js';
import { folderPerTest } from '../../helpers/config-folder.js';

const folder = folderPerTest();
const keep = 2;
const config = () => ({ file: join(folder.path, 'run.log'), maxBytes: 100, keep });
const full = 'x'.repeat(100);

/** Writes a full log and older ones, and opens the log, which rotates it. */
function openFullLog(older: readonly number[] = [1, 2]): LogFile {
  writeFileSync(config().file, full);
  for (const number of older) writeFileSync(join(folder.path, `run.log.${number}`), `old ${number}`);
  return new LogFile(config());
}

/** Contents of the files by their extension. */
function contents(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder.path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => [name.replace('run.log', 'log'), readFileSync(join(folder.path, name), 'utf8')]),
  );
}

test('A full log becomes .1, and the oldest one is deleted', () => {
  const log = openFullLog();
  log.appendLine('next');
  expect(log).toMatchObject({ error: undefined, warning: undefined });
  expect(contents()).toEqual({ log: expect.stringMatching(/next\n$/) as string, 'log.1': full, 'log.2': 'old 1' });
});

test('Logs after a gap keep their names', () => {
  openFullLog([2]);
  expect(contents()).toEqual({ 'log.1': full, 'log.2': 'old 2' });
});

// Nothing can be renamed to a name that a folder has, as on Windows nothing can be to or from a file that a viewer
// holds.
test.each([
  ['the log', `run.log.${process.pid}.tmp`],
  ['the oldest log', `run.log.${keep + 1}`],
])('If %s is held, no log is lost, a warning says so, and the log is still written', (_name, blocked) => {
  mkdirSync(join(folder.path, blocked));
  for (let run = 1; run <= 3; run += 1) {
    const log = run === 1 ? openFullLog() : new LogFile(config());
    expect(log.warning).toMatchObject({ code: 'LOG_NOT_ROTATED', exitCode: 0 });
    log.appendLine(`run ${run}`);
  }
  expect(contents()).toEqual({
    log: expect.stringMatching(/^x{100}.*run 1\n.*run 2\n.*run 3\n$/) as string,
    'log.1': 'old 1',
    'log.2': 'old 2',
  });
});
