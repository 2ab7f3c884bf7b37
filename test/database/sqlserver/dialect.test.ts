import { expect, test } from 'vitest';
import { SqlServerDialect } from '../../../src/database/sqlserver/dialect.js';
import { compileMigrations } from '../../../src/database/migrations/compile.js';
import { compileStatement, statement } from '../../../src/database/statement.js';

const dialect = new SqlServerDialect('db/m', 'powiadomienia');
const flat = (text: string) => text.replace(/\s+/g, ' ');

test('Every table and view is qualified by the schema', () => {
  const named = compileMigrations(dialect, 0).flatMap((statement) =>
    [...statement.matchAll(/(?:CREATE TABLE|ALTER TABLE| ON) (\S+)/g)].map(([, name]) => name!),
  );
  expect(named.length).toBeGreaterThan(20);
  for (const name of named) expect(name).toMatch(/^\[powiadomienia\]\.\[\w+\]$/);
  expect(compileStatement(statement('test', 'SELECT * FROM {messages} m JOIN {source_users} u'), dialect).sql).toBe(
    'SELECT * FROM [powiadomienia].[messages] m JOIN [powiadomienia].[source_users] u',
  );
});

test('A claim is ordered, skips locked rows and checks the state again', () => {
  expect(flat(dialect.updateTop('messages', ':limit', "state = 'claimed'", "state = 'queued'", 'id'))).toBe(
    flat(
      `UPDATE {messages} WITH (ROWLOCK, READPAST, READCOMMITTEDLOCK) SET state = 'claimed' WHERE state = 'queued' AND id IN (
      SELECT TOP (:limit) id FROM {messages} WITH (ROWLOCK, READPAST, UPDLOCK, READCOMMITTEDLOCK) WHERE state = 'queued' ORDER BY id)`,
    ),
  );
});

test("The clock is the server's, in UTC", () => {
  expect(dialect.now()).toBe('SYSUTCDATETIME()');
  expect(dialect.now(-1500.4)).toBe('DATEADD(millisecond, -1500, SYSUTCDATETIME())');
});

test('Keys are compared byte by byte; other texts keep the collation of the database', () => {
  const messages = compileMigrations(dialect, 0).find((statement) =>
    statement.includes('CREATE TABLE [powiadomienia].[messages]'),
  );
  expect(messages).toContain('[idempotency_key] nvarchar(450) COLLATE Latin1_General_BIN2 not null');
  expect(messages).toContain('[address] nvarchar(320),');
  expect(dialect.binary("CONCAT(a, '|')")).toBe("CONCAT(a, '|') COLLATE Latin1_General_BIN2");
});

test('A missing schema is created for dbo, and lock escalation is disabled for every table', () => {
  const [schema, ...tables] = compileMigrations(dialect, 0);
  expect(schema).toBe("IF SCHEMA_ID('powiadomienia') IS NULL EXEC('CREATE SCHEMA [powiadomienia] AUTHORIZATION dbo')");
  const created = tables.flatMap(
    (statement) => /^CREATE TABLE \[powiadomienia\]\.\[(\w+)\]/.exec(statement)?.[1] ?? [],
  );
  const options = tables.flatMap(
    (statement) =>
      /^ALTER TABLE \[powiadomienia\]\.\[(\w+)\] SET \(LOCK_ESCALATION = DISABLE\)$/.exec(statement)?.[1] ?? [],
  );
  expect(options).toEqual(created.filter((name) => name !== 'migrations'));
});
