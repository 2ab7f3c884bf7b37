import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileReasonOf } from '../../src/errors/index.js';
import { formatArgument } from '../../src/messages/index.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mobevo-reasons-'));
  writeFileSync(join(folder, 'plik'), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['a missing file', 'nie-ma', 'nie ma takiego pliku ani folderu (ENOENT)'],
  ['a file as a folder', 'plik/x', 'zamiast folderu jest tam plik (ENOTDIR)'],
  ['a folder', '.', 'to jest folder (EISDIR)'],
  ['a long name', 'x'.repeat(300), 'nazwa jest za długa (ENAMETOOLONG)'],
])('%s is told in the language of the command, without the words of the system', (_, name, expected) => {
  let thrown: unknown;
  try {
    readFileSync(join(folder, name));
  } catch (error) {
    thrown = error;
  }
  expect(formatArgument(fileReasonOf(thrown), 'pl')).toBe(expected);
});

test('Any other error keeps its own words', () => {
  expect(fileReasonOf(new Error('odd'))).toBe('odd');
  expect(fileReasonOf(Object.assign(new Error('odd'), { code: 'EIO', syscall: 'read' }))).toBe('odd');
});
