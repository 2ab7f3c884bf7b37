import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { folderPerTest, validConfig } from '../helpers/config-folder.js';

const folder = folderPerTest();

describe('finding the file', () => {
  const load = (options: { file?: string } = {}) =>
    loadConfig(kinds, { directory: folder.path, environment: {}, ...options });

  test.each([
    ['package.json', JSON.stringify({ 'mobevo-notify': validConfig })],
    ['.mobevo-notifyrc', JSON.stringify(validConfig)],
    [
      '.mobevo-notifyrc.yaml',
      'database: {client: sqlite, file: state.db}\noffice: {name: Biuro}\nnotifications: {audit-completed: true}\nmailbox: {from: p@biuro.example, pickupDirectory: outbox}\n',
    ],
    ['mobevo-notify.config.js', `module.exports = ${JSON.stringify(validConfig)}`],
    ['mobevo-notify.config.mjs', `export default ${JSON.stringify(validConfig)}`],
    ['mobevo-notify.config.json', JSON.stringify(validConfig)],
    ['mobevo-notify.config.yaml', JSON.stringify(validConfig)],
  ])('%s is found', async (name, content) => {
    writeFileSync(join(folder.path, name), content);
    expect((await load()).file).toBe(join(folder.path, name));
  });

  test('A file given on the command line wins', async () => {
    writeFileSync(join(folder.path, 'mobevo-notify.config.json'), JSON.stringify(validConfig));
    writeFileSync(join(folder.path, 'other.json'), JSON.stringify({ ...validConfig, office: { name: 'Inne' } }));
    expect((await load({ file: 'other.json' })).office.name).toBe('Inne');
  });

  test.each([
    ['nothing', undefined, 'CONFIG_NOT_FOUND'],
    ['broken JSON', '{ "database": ', 'CONFIG_UNREADABLE'],
    ['an empty file', '', 'CONFIG_UNREADABLE'],
    ['a list', '[]', 'CONFIG_INVALID'],
  ])('%s: exit 78', async (_, content, code) => {
    if (content !== undefined) writeFileSync(join(folder.path, 'mobevo-notify.config.json'), content);
    await expect(load()).rejects.toMatchObject({ code, exitCode: 78 });
  });

  test('A given file that does not exist exits with 78', async () => {
    await expect(load({ file: 'missing.json' })).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 78 });
  });
});
