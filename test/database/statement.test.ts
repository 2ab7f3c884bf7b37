import { expect, test } from 'vitest';
import { statement } from '../../src/database/index.js';
import { bindingsFor, compileStatement, withNumbers } from '../../src/database/statement.js';
import { SqlServerDialect } from '../../src/database/sqlserver/dialect.js';

const dialect = new SqlServerDialect('', 's');
const find = statement('test.find', "SELECT x FROM {runs} WHERE a = :name AND b > :limit AND c <> '12:30'", {
  integers: ['limit'],
  numbers: ['x'],
});

test('Parameters are found in the text; only those declared are integers', () => {
  expect([...compileStatement(find, dialect).parameters]).toEqual([
    ['name', 'text'],
    ['limit', 'integer'],
  ]);
});

test.each([
  ['a missing parameter', { name: 'a' }],
  ['a text for an integer', { name: 'a', limit: '1' }],
  ['a number for a text', { name: 1, limit: 1 }],
  ['a fraction for an integer', { name: 'a', limit: 1.5 }],
])('%s is refused by name', (_, bindings) => {
  expect(() => bindingsFor(find, compileStatement(find, dialect), bindings)).toThrow(/^test\.find: the parameter/);
});

test('Only the parameters of the statement are bound', () => {
  const compiled = compileStatement(find, dialect);
  expect(bindingsFor(find, compiled, { name: null, limit: 1, more: 'x' })).toEqual({ name: null, limit: 1 });
});

test.each([
  ['tinyint, smallint and int', 3, 3],
  ['bigint of tedious', '3', 3],
  ['decimal and numeric of msnodesqlv8', '3.00', 3],
  ['money', '3.0000', 3],
  ['float', 3.5, 3.5],
  ['bigint of other drivers', 3n, 3],
  ['NULL', null, null],
])('A declared number is a number: %s', (_, given, expected) => {
  expect(withNumbers([{ x: given, y: given }], find)).toEqual([{ x: expected, y: given }]);
});
