import { describe, expect, test } from 'vitest';
import type { Config, KindConfig } from '../../src/config/index.js';
import { migrations, type Database } from '../../src/database/index.js';
import { SqlServerDialect } from '../../src/database/sqlserver/dialect.js';
import { SqlServerErrors } from '../../src/database/sqlserver/errors.js';
import type { SqlServerPool } from '../../src/database/sqlserver/pool.js';
import { SqlServerSession } from '../../src/database/sqlserver/session.js';
import { runCheck } from '../../src/inspect/check.js';
import { checkServer } from '../../src/inspect/check-server.js';
import { checkStatements } from '../../src/inspect/check-statements.js';
import { contract } from '../../src/source/index.js';
import { checkViews } from '../../src/planning/source-checks.js';
import { kindIds } from '../../src/notifications/index.js';
import { checkText } from '../helpers/check-text.js';

/** A session on a peer in the driver's place, which answers as SQL Server would. */
function sessionOn(answer: (text: string, inputs: ReadonlyMap<string, unknown>) => object[]): Database {
  const request = () => {
    const inputs = new Map<string, unknown>();
    return {
      input: (name: string, _: unknown, value: unknown) => inputs.set(name, value),
      query: (text: string) =>
        new Promise((resolve) => {
          const recordset = Object.assign(answer(text, inputs), { columns: {} });
          resolve({ recordset, recordsets: [recordset, [{ state: 0 }]] });
        }),
    };
  };
  const pool = { request: () => Promise.resolve(request()) };
  return new SqlServerSession(
    pool as unknown as SqlServerPool,
    new SqlServerErrors('db', 'mobevo', false),
    new SqlServerDialect('db', 's'),
  );
}

describe('A peer answers as a server with a fault, and --check names it', () => {
  const facts = { version: 15, compatibilityLevel: 150, closesItself: 0 };
  test.each([
    ['a server older than 2012', { version: 10 }, 'fault', ['DATABASE_TOO_OLD', '10']],
    ['a low compatibility level', { compatibilityLevel: 100 }, 'fault', ['DATABASE_TOO_OLD', '100']],
    ['AUTO_CLOSE', { closesItself: 1 }, 'warning', ['AUTO_CLOSE']],
    ['none of these', {}, 'ok', ['150']],
  ] as const)('%s', async (_, more, state, named) => {
    const database = sessionOn(() => [{ ...facts, ...more }]);
    const check = await runCheck('server', () => checkServer(database, database.dialect.server!));
    expect(check.state).toBe(state);
    for (const word of named) expect(checkText(check)).toContain(word);
  });

  const kinds = kindIds.map((id) => ({ id, onUnknown: 'hold' }));
  test.each([
    ['a collation that meets another', 451, 'source_clients', 'Cannot resolve the collation conflict', 'COLLATE'],
    ['a type that does not convert', 206, 'source_absences', 'Operand type clash', 'CAST'],
    ['a column that a view has lost', 207, 'source_audits', "Invalid column name 'period'", 'column'],
    ['a right that is missing', 229, 'source_users', 'The SELECT permission was denied', 'grants.sql'],
    ['an unforeseen refusal', 8622, 'source_users', 'Query processor could not produce a query plan', 'Report'],
  ])('%s', async (_, number, view, message, remedy) => {
    const database = sessionOn((text, inputs) => {
      if (text.includes('MAX(version)')) return [{ version: migrations.length }];
      if (text.includes('sys.columns')) return [{ name: 'version', type: 'int', length: null }];
      if ((inputs.get('statement') as string | undefined)?.includes(`[s].[${view}]`) !== true) return [];
      throw Object.assign(new Error(message), { name: 'RequestError', number });
    });
    const check = await runCheck('statements', () => checkStatements(database, { kinds } as unknown as Config));
    expect(check.state).toBe('fault');
    const text = checkText(check);
    for (const word of ['STATEMENTS_REFUSED', view, message]) expect(text).toContain(word);
    expect(text.toLowerCase()).toContain(remedy.toLowerCase());
  });
});

test('A view that somebody keeps locked is a busy database, and stops only the kinds that read it', async () => {
  const types = { bigint: 'bigint', int: 'int', text: 'nvarchar', bit: 'bit', timestamp: 'datetime2', date: 'date' };
  const database = sessionOn((_, inputs) => {
    const view = contract.find(({ name }) => inputs.get('name') === `[s].[${name}]`)!;
    if (view.name === 'source_audits') throw Object.assign(new Error('Timeout'), { code: 'ETIMEOUT' });
    return view.columns.map(({ name, type }) => ({ name, type: types[type], length: null }));
  });
  const configs = kindIds.map((id) => ({ id, deputies: 'off' })) as unknown as KindConfig[];
  const { broken } = await checkViews(database, configs);
  expect(broken!.error).toMatchObject({ code: 'DATABASE_BUSY', exitCode: 75 });
  expect([...broken!.kinds]).toEqual(['audit-completed']);
});
