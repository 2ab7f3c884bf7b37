import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { folderPerTest, validConfig } from '../helpers/config-folder.js';

const folder = folderPerTest();
const load = (file: string) => loadConfig(kinds, { directory: folder.path, environment: {}, file });

test('A date in YAML needs no quotation marks, and merge keys work', async () => {
  const { database, ...others } = validConfig;
  const settings = Object.entries(others).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const merged = ['database:', `  <<: ${JSON.stringify(database)}`, 'daysOff: [2026-12-24]'];
  writeFileSync(join(folder.path, 'a.yaml'), [...merged, ...settings].join('\n'));
  expect((await load('a.yaml')).kinds).toMatchObject([{ daysOff: ['2026-12-24'] }]);
});

test.each([
  ['a function', 'export default () => ({});'],
  ['nothing', 'export default undefined;'],
  ['a getter that throws', 'export default { get office() { throw new Error("tajne"); } };'],
  ['nothing, because it throws undefined', 'throw undefined;'],
  ['nothing, because it throws a text', 'throw "tajne";'],
  ['a getter that throws null', 'export default { get office() { throw null; } };'],
  ['nothing, because it throws a frozen error', 'throw Object.freeze(new Error("x"));'],
  ['a circle', 'const a = {}; a.a = a; export default a;'],
])('Code that exports %s is a fault of the configuration', async (_, code) => {
  const file = join(folder.path, `${Math.random()}.mjs`);
  writeFileSync(file, code);
  await expect(load(file)).rejects.toMatchObject({
    code: expect.stringMatching(/^CONFIG_(INVALID|UNREADABLE)$/) as string,
    exitCode: 78,
    message: expect.not.stringContaining('filepath') as string,
  });
});
