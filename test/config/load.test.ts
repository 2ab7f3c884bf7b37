import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';

const good = {
  database: { client: 'sqlite', file: 'state.db' },
  office: { name: 'Biuro' },
  notifications: { 'audit-completed': true },
  mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' },
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mobevo-config-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('finding the file', () => {
  const load = (options: { file?: string } = {}) => loadConfig({ directory, environment: {}, ...options });

  test.each([
    ['package.json', JSON.stringify({ 'mobevo-notify': good })],
    ['.mobevo-notifyrc', JSON.stringify(good)],
    [
      '.mobevo-notifyrc.yaml',
      'database: {client: sqlite, file: state.db}\noffice: {name: Biuro}\nnotifications: {audit-completed: true}\nmailbox: {from: p@biuro.example, pickupDirectory: outbox}\n',
    ],
    ['mobevo-notify.config.js', `module.exports = ${JSON.stringify(good)}`],
    ['mobevo-notify.config.mjs', `export default ${JSON.stringify(good)}`],
    ['mobevo-notify.config.json', JSON.stringify(good)],
    ['mobevo-notify.config.yaml', JSON.stringify(good)],
  ])('%s is found', async (name, content) => {
    writeFileSync(join(directory, name), content);
    expect((await load()).file).toBe(join(directory, name));
  });

  test('a file named on the command line wins', async () => {
    writeFileSync(join(directory, 'mobevo-notify.config.json'), JSON.stringify(good));
    writeFileSync(join(directory, 'other.json'), JSON.stringify({ ...good, office: { name: 'Inne' } }));
    expect((await load({ file: 'other.json' })).office.name).toBe('Inne');
  });

  test.each([
    ['nothing', undefined, 'CONFIG_NOT_FOUND'],
    ['broken JSON', '{ "database": ', 'CONFIG_UNREADABLE'],
    ['an empty file', '', 'CONFIG_UNREADABLE'],
    ['a list', '[]', 'CONFIG_INVALID'],
  ])('%s: exit 78', async (_, content, code) => {
    if (content !== undefined) writeFileSync(join(directory, 'mobevo-notify.config.json'), content);
    await expect(load()).rejects.toMatchObject({ code, exitCode: 78 });
  });

  test('a named file that is not there: exit 78', async () => {
    await expect(load({ file: 'missing.json' })).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 78 });
  });
});
