import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  parseAddress,
  parseDurationOption,
  parseIds,
  parseKinds,
  parseNow,
  parseSince,
  parseStates,
} from '../../src/cli/options.js';
import { commandLine } from '../../src/cli/program.js';
import { errorTable } from '../../src/errors/index.js';
import { helpers } from '../../src/mail/render/helpers.js';
import { kindIds } from '../../src/notifications/index.js';
import { messageStates } from '../../src/outbox/index.js';
import { unfinished } from '../../src/outbox/record-run.js';
import { readCatalogue } from '../helpers/catalogue.js';
import { root } from '../helpers/command.js';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** Lines of code blocks, and code in backticks, which may go on in the next line. */
function codeIn(page: string): { readonly blocks: string[]; readonly inline: string[] } {
  const text = read(page);
  const blocks = [...text.matchAll(/^```(?:sh|powershell)\n(.*?)^```/gms)].flatMap(([, code]) => code!.split('\n'));
  const prose = text.replace(/^```.*?^```/gms, '').replace(/^\|.*\|$/gm, (row) => row.replaceAll('\\|', '|'));
  return { blocks, inline: [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!.replace(/\s+/g, ' ')) };
}

/** The part after the name of the program; of inline code also a subcommand that is named alone. */
function commandsIn(page: string): string[] {
  const { blocks, inline } = codeIn(page);
  const called = [...blocks, ...inline].flatMap((line) => {
    const [, call] = /(?:^|\s)mobevo-notify(?:\.js|\.cmd)?"? ((?:run|test-smtp|preview)\b.*)$/.exec(line) ?? [];
    return call === undefined ? [] : [call];
  });
  const bare = inline.filter((code) => /^(?:run|test-smtp|preview)(?: |$)/.test(code));
  return [...called, ...bare].map((line) =>
    line.replace(/ +#.*$/, '').replace(/['"]$/, (end) => (line.split(end).length % 2 === 0 ? '' : end)),
  );
}

const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
/** A command is often quoted with an option whose value is said elsewhere. */
const isPlaceholder = (value: string) => /^[<…{]|…$/.test(value);

function parse(line: string): { readonly command: Command; readonly fault: string } {
  const program = commandLine({ help: (code) => code, runAction: () => Promise.resolve() });
  for (const each of [program, ...program.commands]) each.exitOverride().configureOutput({ writeErr: () => undefined });
  const args = words(line);
  let fault = '';
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    fault = (error as Error).message;
  }
  return { command: program.commands.find((each) => each.name() === args[0])!, fault };
}

/** How the program reads the value of each option and argument that is not free text. */
const readers: Readonly<Record<string, (value: string) => unknown>> = {
  only: (value) => parseKinds([value]),
  kind: (value) => parseKinds([value]),
  release: (value) => parseKinds([value]),
  state: (value) => parseStates([value]),
  since: parseSince,
  now: parseNow,
  to: (value) => parseAddress('--to', value),
  recipient: (value) => parseAddress('--recipient', value),
  maxDuration: (value) => parseDurationOption('--max-duration', value),
  resend: (value) => parseIds('--resend', [value]),
  message: (value) => parseIds('--message', [value]),
  discard: (value) => (/^\d/.test(value) ? parseIds('--discard', [value]) : parseKinds([value])),
};

async function valueFaults(command: Command): Promise<string[]> {
  const faults: string[] = [];
  const check = async (value: string, reader: (value: string) => unknown) => {
    if (isPlaceholder(value)) return;
    await Promise.resolve(value)
      .then(reader)
      .catch((error: unknown) => faults.push((error as Error).message));
  };
  for (const [name, value] of Object.entries(command.opts<Record<string, unknown>>())) {
    const reader = readers[name];
    if (reader === undefined) continue;
    for (const each of Array.isArray(value) ? (value as string[]) : [value])
      if (typeof each === 'string') await check(each, reader);
  }
  for (const name of command.args) await check(name, (value) => parseKinds([value]));
  return faults;
}

describe.each(pages)('%s', (page) => {
  test('Each command in it is one that the program takes, with valid values', async () => {
    for (const line of commandsIn(page)) {
      const { command, fault } = parse(line);
      const isNamedOnly = /option '.*' argument missing/.test(fault) || /^(?:run|test-smtp|preview)$/.test(line);
      if (!isNamedOnly) expect(fault, line).toBe('');
      expect(await valueFaults(command), line).toEqual([]);
    }
  });

  test('Each option in it is one of the program, or of another one that is named with it', () => {
    const program = commandLine({ help: (code) => code, runAction: () => Promise.resolve() });
    const known = new Set([program, ...program.commands].flatMap(({ options }) => options.map(({ long }) => long)));
    const own = codeIn(page).inline.filter((code) =>
      /^(?:--|(?:mobevo-notify )?(?:run|test-smtp|preview) )/.test(code),
    );
    for (const code of own)
      for (const [option] of code.matchAll(/(?<![\w-])--[a-z][a-z-]*/g))
        expect([...known, '--help', ...optionsOfOthers], code).toContain(option);
  });

  test('Each error code in it exists', () => {
    const codes = codeIn(page).inline.filter((code) => /^[A-Z]+(?:_[A-Z]+)+$/.test(code));
    for (const code of codes) expect([...Object.keys(errorTable), unfinished, ...namesOfOthers], page).toContain(code);
  });

  test('Each script of npm and each file of the package in it exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const { blocks, inline } = codeIn(page);
    for (const line of [...blocks, ...inline]) {
      for (const [, script] of line.matchAll(/\bnpm run ([\w:-]+)/g)) expect(scripts, line).toHaveProperty([script!]);
      for (const [path] of line.matchAll(/(?<![\w/.\\])(?:docs|sql|scheduling|scripts|locales)[/\\][\w./\\-]+\w/g)) {
        const isOfRepository = !/dist|node_modules/.test(line);
        if (isOfRepository) expect(existsSync(join(root, path.replaceAll('\\', '/'))), `${page}: ${path}`).toBe(true);
      }
    }
  });
});

/** Options of Node and of npm. */
const optionsOfOthers = ['--use-system-ca', '--cpu-prof'];
/** Names of SQL Server and of Node. */
const namesOfOthers = [
  'LOCK_TIMEOUT',
  'LOCK_ESCALATION',
  'DEADLOCK_PRIORITY',
  'MOBEVO_TEST_MSSQL',
  'NODE_TLS_REJECT_UNAUTHORIZED',
];

/** The cells of the first table whose head begins with these words. */
function tableIn(page: string, ...head: string[]): string[][] {
  const rows = read(page)
    .split('\n')
    .map((line) => (line.startsWith('| ') ? line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')) : []));
  const start = rows.findIndex((row) => head.every((cell, index) => row[index] === cell));
  const end = rows.findIndex((row, index) => index > start && row.length === 0);
  return rows.slice(start + 2, end);
}

test('The pages name the states of a message as the program does', () => {
  const polish = readCatalogue('pl', 'locales');
  const named = (rows: string[][], column: number) => rows.map((row) => [row[0]!.replaceAll('`', ''), row[column]]);
  const expected = messageStates.map((state) => [state, polish[`state.${state}`]]);
  expect(named(tableIn('docs/state.md', 'state', 'in Polish'), 1)).toEqual(expected);
  expect(named(tableIn('docs/glossary.md', 'state', 'English', 'Polish'), 2)).toEqual(expected);
});

test.each([
  ['en', 'what you see', /"([^"]+)"/g],
  ['pl', 'co widać', /„([^”]+)”/g],
] as const)('docs/%s/why.md quotes what the program says', (locale, head, quotation) => {
  const said = Object.values(readCatalogue(locale, 'locales')).join('\n').toLowerCase();
  const rows = tableIn(`docs/${locale}/why.md`, head);
  expect(rows.length).toBeGreaterThan(8);
  for (const [seen] of rows)
    for (const [, words] of seen!.matchAll(quotation))
      for (const part of words!.split('…')) expect(said, seen).toContain(part.trim().toLowerCase());
});

test('The guides name every kind that they need as the program does', () => {
  for (const page of pages.filter((name) => /docs\/(?:en|pl)\//.test(name)))
    for (const code of codeIn(page).inline.filter((each) =>
      /^(?:audit|documents|user|office|client)-[a-z-]+$/.test(each),
    ))
      expect(kindIds, page).toContain(code);
});

test('docs/templates.md lists every helper, and none that does not exist', () => {
  const named = tableIn('docs/templates.md', 'helper').flatMap(([cell]) =>
    [...cell!.matchAll(/`(\w+)[^`]*`/g)].map(([, name]) => name),
  );
  expect(named.sort()).toEqual(Object.keys(helpers).sort());
});

test('CONTRIBUTING.md lists every test script and every helper file', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const text = read('CONTRIBUTING.md');
  for (const name of Object.keys(scripts).filter((script) => script.startsWith('test:')))
    expect(text).toMatch(new RegExp(`${name}(?!:?\\w)`));
  const helpers = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isFile());
  const named = [.../The files directly in `src`[^]*?\n\n/.exec(text)![0].matchAll(/`src\/([\w-]+\.ts)`/g)];
  expect(named.map(([, name]) => name).sort()).toEqual(helpers.map(({ name }) => name).sort());
});
