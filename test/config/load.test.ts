import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig, type LoadOptions } from '../../src/config/index.js';
import { systemFolderOf } from '../../src/config/find-config.js';
import { kinds } from '../../src/notifications/index.js';
import { folderPerTest, validConfig } from '../helpers/config-folder.js';

const folder = folderPerTest();

describe('finding the file', () => {
  const load = (options: Partial<LoadOptions> = {}) =>
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
    const isRefusedCode = process.platform === 'win32' && /js$/.test(name);
    if (isRefusedCode) await expect(load()).rejects.toMatchObject({ code: 'CONFIG_CODE_UNTRUSTED' });
    else expect((await load()).file).toBe(join(folder.path, name));
  });

  test('The folder of the host is searched last, by the same rules', async () => {
    const [directory, systemFolder] = [join(folder.path, 'work'), join(folder.path, 'system')];
    for (const each of [directory, systemFolder]) mkdirSync(each);
    const foreign: string[] = [];
    const search = () => load({ directory, systemFolder, onForeign: (file) => foreign.push(file) });
    const common = join(systemFolder, 'mobevo-notify.config.json');
    writeFileSync(common, JSON.stringify(validConfig));
    expect((await search()).file).toBe(common);
    expect(foreign).toEqual([]);
    if (process.platform !== 'win32') {
      chmodSync(common, 0o666);
      await search();
      expect(foreign).toEqual([common]);
    }
    const own = join(directory, 'mobevo-notify.config.json');
    writeFileSync(own, JSON.stringify(validConfig));
    expect((await search()).file).toBe(own);
  });

  test('Without a configuration the error says where it was looked for, and names a file to begin with', async () => {
    const error = await load({ systemFolder: join(folder.path, 'system') }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CONFIG_NOT_FOUND' });
    const { message } = error as Error;
    for (const place of [folder.path, join(folder.path, 'system')]) expect(message).toContain(place);
    const [example] = message.match(/\S+sqlserver\.en/) ?? [];
    expect(isAbsolute(example!)).toBe(true);
    expect(existsSync(join(example!, 'mobevo-notify.config.yaml'))).toBe(true);
    expect(message).not.toContain('\n');
  });

  test('The folder of the host is the one of its system', () => {
    const windows = String.raw`D:\Dane`;
    expect(systemFolderOf({ ProgramData: windows })).toBe(
      process.platform === 'win32' ? join(windows, 'mobevo-notify') : '/etc/mobevo-notify',
    );
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
    ['null', 'null', 'CONFIG_UNREADABLE'],
    ['a list', '[]', 'CONFIG_INVALID'],
    ['a number', '5', 'CONFIG_INVALID'],
    ['a text', '"tajne"', 'CONFIG_INVALID'],
    ['true', 'true', 'CONFIG_INVALID'],
  ])('%s: exit 78', async (_, content, code) => {
    if (content !== undefined) writeFileSync(join(folder.path, 'mobevo-notify.config.json'), content);
    await expect(load()).rejects.toMatchObject({ code, exitCode: 78 });
  });

  test('A given file that does not exist exits with 78', async () => {
    await expect(load({ file: 'missing.json' })).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', exitCode: 78 });
  });
});

describe('files as Windows editors write them', () => {
  const load = (options: Partial<LoadOptions> = {}) =>
    loadConfig(kinds, { directory: folder.path, environment: {}, ...options });
  const config = { ...validConfig, office: { name: 'Biuro Żółć' } };
  const encodings = {
    'UTF-8 with a mark': (text: string) => Buffer.from(`\uFEFF${text}`),
    'UTF-16 LE': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
    'UTF-16 BE': (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  };

  test.each(Object.entries(encodings))('%s is read in JSON and YAML, and an empty file is empty', async (_, encode) => {
    for (const name of ['a.json', 'a.yaml']) {
      writeFileSync(join(folder.path, name), encode(JSON.stringify(config, undefined, 2).replaceAll('\n', '\r\n')));
      expect((await load({ file: name })).office.name).toBe('Biuro Żółć');
      writeFileSync(join(folder.path, name), encode('\r\n'));
      await expect(load({ file: name })).rejects.toMatchObject({ args: { reason: { code: 'config.empty' } } });
    }
  });

  test.each(['a.json', 'a.yaml', 'a.mjs'])('%s in Windows-1250 is refused with file, line and remedy', async (name) => {
    const text = `${name === 'a.mjs' ? 'export default ' : ''}{\r\n"office": {"name": "haslo\xb3"}}`;
    writeFileSync(join(folder.path, name), Buffer.from(text, 'latin1'));
    await expect(load({ file: name })).rejects.toMatchObject({
      code: 'CONFIG_UNREADABLE',
      message: expect.stringMatching(
        /a\.\w+ cannot be read: line 2, column 26 is not UTF-8; save the file with/,
      ) as string,
    });
  });

  test.each([
    ['a.json', '{\n  "a": "tajne",\n}', 'line 3, column 1: a name in double quotation marks should stand here'],
    ['a.json', '{\r\n  "file": "tajne\\haslo"\r\n}', 'line 2, column 17: a backslash is written twice: \\\\'],
    ['a.json', '{ "password": tajne }', 'line 1, column 15: a value should stand here'],
    ['a.json', '{ "a": { "tajne": 1,\n "tajne": 2 } }', 'line 2, column 2: this setting stands twice in its group'],
    ['a.yaml', 'tajne: 1\ntajne: 2\n', 'line 2, column 1: this setting stands twice in its group'],
    ['a.yaml', 'a: 1\nb: tajne\n  c: 2\n', 'line 3, column 4: the YAML is wrong: bad indentation of a mapping entry'],
    ['a.yaml', 'password: *tajne\n', 'line 1, column 17: the YAML is wrong: unidentified alias …'],
    ['a.yaml', 'a: 1\npassword: !tajne!tajne x\n', 'line 2, column 23: the YAML is wrong: undeclared tag handle …'],
    ['a.yaml', 'password: !<tajne> x\n', 'line 1, column 21: the YAML is wrong: unknown tag !…'],
    ['a.yaml', 'password: "tajne\\q"\n', 'line 1, column 18: the YAML is wrong: unknown escape sequence'],
  ])('%s %j says where and why, and quotes nothing', async (name, content, reason) => {
    writeFileSync(join(folder.path, name), content);
    const error = await load({ file: name }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'CONFIG_UNREADABLE' });
    expect((error as Error).message).toBe(`The configuration ${join(folder.path, name)} cannot be read: ${reason}`);
    expect((error as Error).stack).not.toContain('tajne');
  });
});

describe.skipIf(process.platform === 'win32')('whose file it is', () => {
  const foreign: string[] = [];
  const load = (options: Partial<LoadOptions> = {}) => {
    foreign.length = 0;
    return loadConfig(kinds, {
      directory: folder.path,
      environment: {},
      onForeign: (file) => foreign.push(file),
      ...options,
    });
  };
  const code = `module.exports = ${JSON.stringify(validConfig)}`;

  test.each([
    [
      'others may write the file',
      (file: string) => {
        chmodSync(file, 0o666);
      },
    ],
    [
      'others may write its folder',
      () => {
        chmodSync(folder.path, 0o777);
      },
    ],
  ])('%s: code that was found is not run, JSON is read with a warning', async (_, open) => {
    const file = join(folder.path, 'mobevo-notify.config.cjs');
    writeFileSync(file, `globalThis.hasRun = true; ${code}`);
    open(file);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_CODE_UNTRUSTED', exitCode: 78 });
    expect(globalThis).not.toHaveProperty('hasRun');
    expect((await load({ file: 'mobevo-notify.config.cjs' })).file).toBe(file);
    expect(globalThis).toHaveProperty('hasRun');
    delete (globalThis as { hasRun?: boolean }).hasRun;

    const json = join(folder.path, 'mobevo-notify.config.json');
    writeFileSync(json, JSON.stringify(validConfig));
    open(json);
    expect((await load()).file).toBe(json);
    expect(foreign).toEqual([json]);
  });

  test('A file of this account in a folder of its own gives no warning', async () => {
    writeFileSync(join(folder.path, 'mobevo-notify.config.json'), JSON.stringify(validConfig), { mode: 0o600 });
    await load();
    expect(foreign).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)('Code of another account in the folder of the host is not run', async () => {
    const systemFolder = join(folder.path, 'system');
    mkdirSync(systemFolder);
    writeFileSync(join(systemFolder, 'mobevo-notify.config.cjs'), code);
    expect((await load({ systemFolder })).office.name).toBe('Biuro');
    chownSync(systemFolder, 1234, 1234);
    await expect(load({ systemFolder })).rejects.toMatchObject({ code: 'CONFIG_CODE_UNTRUSTED' });
  });

  test.runIf(process.getuid?.() === 0)('Code of another account, or behind its link, is not run', async () => {
    const file = join(folder.path, 'mobevo-notify.config.cjs');
    writeFileSync(file, code);
    expect((await load()).file).toBe(file);
    chownSync(file, 1234, 1234);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_CODE_UNTRUSTED' });
    chownSync(file, 0, 0);
    mkdirSync(join(folder.path, 'theirs'));
    symlinkSync(file, join(folder.path, 'theirs', 'mobevo-notify.config.cjs'));
    chownSync(join(folder.path, 'theirs'), 1234, 1234);
    await expect(load({ directory: join(folder.path, 'theirs') })).rejects.toMatchObject({
      code: 'CONFIG_CODE_UNTRUSTED',
    });
  });

  test('Code that a JSON file imports is not run either', async () => {
    writeFileSync(join(folder.path, 'mobevo-notify.config.json'), JSON.stringify({ $import: './other.cjs' }));
    writeFileSync(join(folder.path, 'other.cjs'), code);
    expect((await load()).office.name).toBe('Biuro');
    chmodSync(folder.path, 0o777);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_CODE_UNTRUSTED' });
  });

  test('The settings of cosmiconfig itself in the working directory are not run', async () => {
    const directory = process.cwd();
    mkdirSync(join(folder.path, '.config'));
    writeFileSync(join(folder.path, '.config', 'config.cjs'), "throw new Error('has run');");
    writeFileSync(join(folder.path, 'mobevo-notify.config.json'), JSON.stringify(validConfig));
    process.chdir(folder.path);
    try {
      expect((await load()).office.name).toBe('Biuro');
      expect(process.cwd()).toBe(folder.path);
    } finally {
      process.chdir(directory);
    }
  });
});
