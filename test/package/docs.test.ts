import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../src/cli/program.js';
import { bundledPackages } from '../../scripts/generate/third-party-notices.js';
import { configSchema, type Files } from '../../src/config/index.js';
import { kinds } from '../../src/notifications/index.js';
import { root } from '../helpers/command.js';

const markdown = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
/** Documents whose examples are checked. */
const documents = [
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/dependencies.md',
  ...markdown('docs/en'),
  ...markdown('docs/pl'),
];
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const blocks = (file: string, language: string) =>
  [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code!);

/** Anchors of the headings of a file, as GitHub makes them. */
function anchors(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .replaceAll('`', '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

test.each(['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...markdown('docs')])(
  'Every link in %s has a target',
  (file) => {
    for (const [, target] of read(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
      const [path, anchor] = target!.split('#') as [string, string?];
      const linked = path === '' ? file : relative(root, join(root, dirname(file), path));
      expect(existsSync(join(root, linked)), `${file} → ${target!}`).toBe(true);
      if (anchor !== undefined) expect(anchors(linked), `${file} → ${target!}`).toContain(anchor);
    }
  },
);

test.each(['README.md', 'CONTRIBUTING.md', ...markdown('docs/decisions')])(
  'Every path of the repository that %s names in backticks exists',
  (file) => {
    const paths = [...read(file).matchAll(/`((?:src|test|scripts|templates|docs|locales)\/[^`\s]*)`/g)].map(
      ([, path]) => path!,
    );
    for (const path of paths.filter((name) => !/[<>*]/.test(name)))
      expect(existsSync(join(root, path)), `${file} names ${path}`).toBe(true);
  },
);

test('The guides exist in both languages, with the same commands and heading levels', () => {
  expect(readdirSync(join(root, 'docs', 'pl')).sort()).toEqual(readdirSync(join(root, 'docs', 'en')).sort());
  for (const name of readdirSync(join(root, 'docs', 'en'))) {
    const [english, polish] = [join('docs', 'en', name), join('docs', 'pl', name)];
    const commands = (file: string) =>
      blocks(file, 'sh')
        .join('')
        .replace(/ +#.*$/gm, '');
    expect(commands(polish)).toBe(commands(english));
    expect(blocks(polish, 'powershell')).toEqual(blocks(english, 'powershell'));
    const headings = (file: string) => [...read(file).matchAll(/^#+(?= )/gm)].map(([level]) => level);
    expect(headings(polish)).toEqual(headings(english));
  }
});

/** Stands in for the files that the examples name. */
const files: Files = {
  named: [],
  resolve: (name) => name,
  read: (path) =>
    Buffer.from(path.endsWith('.png') ? '89504e47' : Buffer.from('https://klos.example').toString('hex'), 'hex'),
  isFolder: () => true,
};

describe.each(documents)('%s', (file) => {
  test('examples of settings match the schema', () => {
    const whole = {
      database: { client: 'sqlite', file: 'x.db' },
      office: { name: 'Biuro' },
      notifications: {},
      mailbox: { from: 'p@biuro.example', pickupDirectory: 'outbox' },
    };
    for (const code of blocks(file, 'json')) {
      const { error } = configSchema(kinds, files).safeParse({ ...whole, ...(JSON.parse(code) as object) });
      expect(error?.issues ?? [], code).toEqual([]);
    }
  });

  test('examples of commands are valid command lines', async () => {
    const lines = [
      ...read(file).matchAll(/(?:^|`|\$ )(?:npx )?mobevo-notify ((?:run|test-smtp|preview)\b[^`#\n]*)/gm),
    ].map(([, line]) => line!.trim());
    for (const line of lines) {
      const program = commandLine({ help: (code) => code, runAction: () => Promise.resolve() });
      for (const command of [program, ...program.commands])
        command.exitOverride().configureOutput({ writeErr: () => undefined });
      const fault = await program.parseAsync(argumentsOf(line), { from: 'user' }).then(
        () => '',
        (error: unknown) => (error as CommanderError).message,
      );
      expect(fault, line).toBe('');
    }
  });
});

/** Arguments of a command line without quotes; a placeholder stays one argument. */
function argumentsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
}

test('docs/dependencies.md names every dependency and every bundled package that src imports', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const bundled = bundledPackages().map((folder) => folder.replace(/^.*node_modules\//, ''));
  const named = (where: string) =>
    [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)]
      .filter(([, , place]) => place === where)
      .map(([, name]) => name);
  expect(named('dependency')).toEqual(Object.keys(dependencies!).sort());
  expect(named('in the bundle')).toEqual(
    Object.keys(devDependencies!)
      .filter((name) => bundled.includes(name))
      .sort(),
  );
  expect(named('in the bundle')).toEqual(importedBySource().filter((name) => !(name in dependencies!)));
});

/** Names of the packages that `src` imports. */
function importedBySource(): string[] {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.d)\.ts$/.test(name),
  );
  const imports = files.flatMap((name) => [
    ...read(join('src', name)).matchAll(/(?:from |import\()'((?:@[^/']+\/)?[^./@'][^/':]*)['/]/g),
  ]);
  return [...new Set(imports.map(([, name]) => name!))].sort();
}
