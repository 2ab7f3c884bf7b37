import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KindConfig } from '../../src/config/index.js';
import { compileStatement, statement, type Statement } from '../../src/database/index.js';
import { SqlServerDialect } from '../../src/database/sqlserver/dialect.js';
import { statementCatalogue } from '../../src/inspect/statement-catalogue.js';
import { kindIds } from '../../src/notifications/index.js';
import { contract } from '../../src/source/index.js';
import { root } from '../helpers/command.js';

const dialect = new SqlServerDialect('', 's');
const kinds = kindIds.map((id) => ({ id, onUnknown: 'hold' }) as KindConfig);
const catalogue = statementCatalogue(dialect, kinds);

/** By table or view: the collation of each text column. Each column of a view may have one of its own. */
const collations = new Map<string, Map<string, string>>([
  ...contract.map(({ name, columns }) => [
    name,
    new Map(columns.filter(({ type }) => type === 'text').map((column) => [column.name, `${name}.${column.name}`])),
  ]),
  ...stateTables(),
] as [string, Map<string, string>][]);

function stateTables(): [string, Map<string, string>][] {
  const script = readFileSync(join(root, 'sql', 'sqlserver', 'state.sql'), 'utf8');
  return [...script.matchAll(/CREATE TABLE \[\w+\]\.\[(\w+)\] \((.*?)\n\)/gs)].map(([, name, body]) => [
    name!,
    new Map(
      [...body!.matchAll(/\[(\w+)\] nvarchar\(\d+\)( COLLATE)?/g)].map(([, column, binary]) => [
        column!,
        binary === undefined ? 'database' : 'binary',
      ]),
    ),
  ]);
}

/** Places where texts of different collations meet and none of them has an explicit one. */
function conflicts({ name, text }: Statement): string[] {
  const full = typeof text === 'string' ? text : text(dialect);
  // What a CASE compares is met in its condition, not in its result.
  const sql = full.replace(/\bWHEN\b.*?\bTHEN\b/gs, '');
  const tables = [...new Set([...sql.matchAll(/\{(\w+)\}/g)].map(([, table]) => table!))];
  const aliases = new Map([...sql.matchAll(/\{(\w+)\} (\w+)/g)].map(([, table, alias]) => [alias!, table!]));
  const collationOf = (alias: string, column: string) => {
    const table = aliases.get(alias);
    if (table !== undefined) return collations.get(table)?.get(column);
    return tables.map((each) => collations.get(each)?.get(column)).find((found) => found !== undefined);
  };
  const meetings = [
    ...[...sql.matchAll(/\b(?:COALESCE|CONCAT)\(/g)].map(({ index }) => callAt(sql, index)),
    ...[...sql.matchAll(/\bCASE\b.*?\bEND\b/gs)].map(([found]) => found),
    ...[...full.matchAll(/\w+\.\w+ (?:=|<>|LIKE) (?:\w+\.\w+|CONCAT\([^)]*\))(?: COLLATE)?/g)].map(([found]) => found),
  ];
  return meetings
    .filter((meeting) => {
      const met = [...meeting.matchAll(/\b(\w+)\.(\w+)/g)].map(([, alias, column]) => collationOf(alias!, column!));
      return !meeting.includes('COLLATE') && new Set(met.filter((found) => found !== undefined)).size > 1;
    })
    .map((meeting) => `${name}: ${meeting}`);
}

/** The function call that begins at `start`, up to its closing parenthesis. */
function callAt(sql: string, start: number): string {
  let depth = 0;
  for (let end = start; end < sql.length; end += 1) {
    if (sql[end] === '(') depth += 1;
    if (sql[end] === ')' && (depth -= 1) === 0) return sql.slice(start, end + 1);
  }
  throw new Error(`Unbalanced: ${sql.slice(start)}`);
}

test('Texts of different origin never meet without a collation', () => {
  expect(catalogue.flatMap(conflicts)).toEqual([]);
});

test.each([
  'SELECT COALESCE(a.address, t.recipient) FROM (SELECT {messages}.recipient FROM {messages}) t JOIN {attempts} a ON 1 = 1',
  "SELECT CONCAT(a.person, '|', a.absence_type) FROM {source_absences} a",
  'SELECT 1 FROM {source_users} u JOIN {source_clients} c ON c.name = u.display_name',
  'SELECT CASE WHEN 1 = 1 THEN u.email ELSE m.address END FROM {messages} m JOIN {source_users} u ON 1 = 1',
])('A missing collation is found: %s', (text) => {
  expect(conflicts(statement('test', text))).not.toEqual([]);
  expect(conflicts(statement('test', text.replace(/a\.address|a\.person|c\.name|u\.email/, '$& COLLATE X')))).toEqual(
    [],
  );
});

test('Every statement says where it belongs, and declares no number that it does not have', () => {
  expect(catalogue.length).toBeGreaterThan(120);
  for (const { name, integers, text } of catalogue) {
    expect(name).toMatch(/^[a-z-]+\.[a-z\d_-]+$/);
    const sql = typeof text === 'string' ? text : text(dialect);
    for (const parameter of integers) expect(sql, name).toContain(`:${parameter}`);
  }
});

test('On SQL Server each change locks rows, because a claim skips locked rows but waits for a locked page', () => {
  const changes = catalogue
    .map((each) => compileStatement(each, dialect).sql)
    .flatMap((sql) => sql.match(/\b(?:UPDATE|DELETE FROM) \[s\]\.\[\w+\].{0,15}/g) ?? []);
  expect(changes.length).toBeGreaterThan(60);
  expect(changes.filter((change) => !change.includes(' WITH (ROWLOCK'))).toEqual([]);
});

test('Without kinds no statement has an empty list, which SQL Server refuses', () => {
  for (const each of statementCatalogue(dialect, []))
    expect(compileStatement(each, dialect).sql, each.name).not.toMatch(/\bIN \(\s*\)/);
});
