import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contract } from '../../../src/source/index.js';
import { root } from '../../helpers/command.js';

const script = (name: string) => readFileSync(join(root, 'sql', 'sqlserver', name), 'utf8');

test('The mapping example has every view and column of the contract', () => {
  const example = script('mapping-example.sql');
  for (const { name, columns } of contract) {
    const [, view] = new RegExp(`CREATE VIEW \\[mobevo_notify\\]\\.\\[${name}\\] AS\\s+SELECT (.*?);\\s+GO`, 's').exec(
      example,
    )!;
    for (const column of columns) expect(view, `${name}.${column.name}`).toMatch(new RegExp(`AS ${column.name}\\b`));
  }
});

test('The grants name every view and every table, and grant no right to create or alter one', () => {
  const grants = script('grants.sql');
  const state = script('state.sql');
  const renamed = new Map(
    [...state.matchAll(/sp_rename '\[mobevo_notify\]\.\[(\w+)\]', '(\w+)'/g)].map(([, from, to]) => [from!, to!]),
  );
  const tables = [...state.matchAll(/CREATE TABLE \[mobevo_notify\]\.\[(\w+)\]/g)].map(
    ([, name]) => `[mobevo_notify].[${renamed.get(name!) ?? name!}]`,
  );
  expect(tables).toHaveLength(19);
  for (const { name } of contract)
    expect(grants).toContain(`GRANT SELECT ON [mobevo_notify].[${name}] TO [mobevo_notify_runtime];`);
  for (const name of tables)
    expect(grants).toMatch(
      new RegExp(`GRANT SELECT(, INSERT, UPDATE, DELETE)? ON ${name.replace(/[[\].]/g, '\\$&')} TO`),
    );
  expect(grants.replace(/^--.*$/gm, '')).not.toMatch(/\b(ALTER|CONTROL|CREATE (TABLE|VIEW)|EXECUTE|db_owner)\b/);
});
