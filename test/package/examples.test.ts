import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLoaders } from 'cosmiconfig';
import { describe, expect, test } from 'vitest';
import { settings } from '../../scripts/generate/settings.js';
import { configSchema, loadConfig, type Files } from '../../src/config/index.js';
import { kindIds, kinds } from '../../src/notifications/index.js';
import { makeCertificate } from '../helpers/certificates.js';
import { root } from '../helpers/command.js';

const examples = join(root, 'docs', 'examples');
const names = readdirSync(examples).sort();
const configOf = (name: string) => join(examples, name, 'mobevo-notify.config.yaml');
const parse = (yaml: string) => defaultLoaders['.yaml']('example.yaml', yaml) as Readonly<Record<string, unknown>>;

/** Switches on every setting that is off: a line with "#" before a setting, or before the indented rest of a group. */
const switchedOn = (yaml: string) =>
  yaml
    // The fields of the connection stand for its file.
    .replace(/^ {2}connection:\n {4}file: .*\n/m, '')
    .replace(/^( *)#(?! \S)(.*)$/gm, '$1$2');

const certificate = Buffer.from((await makeCertificate('klos.example')).cert);

/** Stands in for files that only an office has. */
const officeFiles: Files = {
  named: [],
  resolve: (name) => name,
  read: (path) =>
    path.endsWith('.pem') ? certificate : Buffer.from(path.endsWith('.png') ? '89504e47' : '74657374', 'hex'),
  isFolder: () => true,
};

/** Paths as the reference names them. */
function pathsOf(value: unknown, path: string): string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => {
    const segment = (kindIds as readonly string[]).includes(key) ? '<kind>' : key;
    const innerPath = path === '' ? segment : `${path}.${segment}`;
    return [innerPath, ...pathsOf(inner, innerPath)];
  });
}

/** Settings that the guides explain, and no office needs in its first hour. */
const isAdvanced = (path: string) =>
  /^mailbox\.smtp\.(oauth2|timeouts|pipelining|from)\b|^notifications\.<kind>\.(since|quietHours\.)/.test(path);

test('There is an example for each database in each language, with the files that it names', () => {
  expect(names).toEqual(['sqlite.en', 'sqlite.pl', 'sqlserver.en', 'sqlserver.pl']);
});

describe.each(names)('docs/examples/%s', (name) => {
  const yaml = readFileSync(configOf(name), 'utf8');

  test('loads as it is, and switches every kind on', async () => {
    const config = await loadConfig(kinds, { file: configOf(name), directory: root, environment: {} });
    expect(config.language).toBe(name.slice(-2));
    expect(config.database.client).toBe(name.slice(0, -3));
    expect(config.kinds.map(({ id }) => id)).toEqual(kindIds);
    expect(config.namedFiles.every(({ path }) => existsSync(path))).toBe(true);
  });

  test('is valid with every setting switched on, but for one way of sending too many', () => {
    const { error } = configSchema(kinds, officeFiles).safeParse(parse(switchedOn(yaml)));
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['mailbox.smtp']);
  });

  test('names every setting, and none that does not exist', () => {
    const named = new Set([...pathsOf(parse(yaml), ''), ...pathsOf(parse(switchedOn(yaml)), '')]);
    const known = settings('en').map(({ path }) => path);
    const client = parse(yaml)['database'] as { client: string };
    const isOfOtherDatabase = (path: string) =>
      path.startsWith('database.') && (path === 'database.file') !== (client.client === 'sqlite');
    const expected = known.filter(
      (path) => path === 'database.client' || !(isOfOtherDatabase(path) || isAdvanced(path)),
    );
    expect(expected.filter((path) => !named.has(path))).toEqual([]);
    const groups = known.flatMap((path) =>
      path.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.')),
    );
    const isSecretFile = (path: string) => /\.(connection|password)\.file$/.test(path);
    expect([...named].filter((path) => !groups.includes(path) && !isSecretFile(path))).toEqual([]);
  });

  test('has the same settings as the one in the other language', () => {
    const other = name.replace(/\w+$/, (language) => (language === 'pl' ? 'en' : 'pl'));
    const all = (text: string) => pathsOf(parse(switchedOn(text)), '');
    expect(all(yaml)).toEqual(all(readFileSync(configOf(other), 'utf8')));
    expect(pathsOf(parse(yaml), '')).toEqual(pathsOf(parse(readFileSync(configOf(other), 'utf8')), ''));
  });
});

test('Every page that the examples name exists', () => {
  for (const name of names)
    for (const [path] of readFileSync(configOf(name), 'utf8').matchAll(/\b(?:docs|sql)\/[\w/.-]+\w/g))
      expect(existsSync(join(root, path)), `${name} names ${path}`).toBe(true);
});
