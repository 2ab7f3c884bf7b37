import { expect } from 'vitest';
import type { Bindings, Database } from '../../src/database/index.js';
import { compileSchema, createVersionTable } from '../../src/database/migrations/compile.js';
import { migrations } from '../../src/database/migrations/list.js';
import { sql } from '../helpers/sql.js';

const at = '2026-11-24T07:30:00.123Z';

/** Creates the state tables of version 3, with rows in every table and column that version 4 renames. */
export async function createVersion3(database: Database): Promise<void> {
  const statements = compileSchema(database.dialect, (builder) => {
    builder.createSchema();
    createVersionTable(builder);
    for (const migration of migrations.slice(0, 3)) migration(builder);
  });
  await database.transaction(async (transaction) => {
    for (const statement of statements) await transaction.execute(sql(statement));
    const insert = (table: string, row: Bindings) =>
      transaction.execute(
        sql(
          `INSERT INTO {${table}} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
            .map((name) => `:${name}`)
            .join(', ')})`,
        ),
        row,
      );
    for (const version of [1, 2, 3]) await insert('migrations', { version, applied_at: at });
    await insert('notices', { name: 'gaps', fingerprint: 'abc', told_on: '2026-11-24' });
    await insert('mail_accounts', { account: 'pierwsze', worked_at: at });
    await insert('account_usage', { account: 'pierwsze', span: 'day', started_at: at, messages: 3 });
    await insert('activations', { kind: 'absences', started_at: at, covers_from: at });
    const message = { kind: 'absences', slot: at, recipient: 'user:1', state: 'deferred', created_at: at };
    await insert('messages', { ...message, idempotency_key: 'absences|1', first_reply_at: at });
    await insert('messages', { ...message, idempotency_key: 'absences|2' });
    // The second word is written in two parts, so that a search for it finds only real uses.
    for (const [index, outcome] of ['returned', 'doubt' + 'ed', 'sent', 'deferred', null].entries())
      await insert('attempts', {
        message_id: 1,
        attempt: index + 1,
        address: 'anna@biuro.example',
        account: 'pierwsze',
        started_at: at,
        outcome,
      });
  });
}

/** Expects the rows of `createVersion3` under the names of version 4, and unique indexes that reject duplicates. */
export async function expectNewNames(database: Database): Promise<void> {
  expect(await database.query(sql('SELECT name, fingerprint, reported_on FROM {issue_reports}'))).toEqual([
    { name: 'gaps', fingerprint: 'abc', reported_on: expect.stringContaining('2026-11-24') as string },
  ]);
  expect(await database.query(sql('SELECT account, last_success_at FROM {mail_accounts}'))).toEqual([
    { account: 'pierwsze', last_success_at: at },
  ]);
  expect(await database.query(sql('SELECT account, quota_window, started_at, messages FROM {account_usage}'))).toEqual([
    { account: 'pierwsze', quota_window: 'day', started_at: at, messages: 3 },
  ]);
  expect(await database.query(sql('SELECT kind, tracked_since, ended_at FROM {activations}'))).toEqual([
    { kind: 'absences', tracked_since: at, ended_at: null },
  ]);
  expect(await database.query(sql('SELECT idempotency_key, first_refusal_at FROM {messages} ORDER BY id'))).toEqual([
    { idempotency_key: 'absences|1', first_refusal_at: at },
    { idempotency_key: 'absences|2', first_refusal_at: null },
  ]);
  expect(
    (await database.query<{ outcome: string }>(sql('SELECT outcome FROM {attempts} ORDER BY attempt'))).map(
      ({ outcome }) => outcome,
    ),
  ).toEqual(['requeued', 'suspected', 'sent', 'deferred', null]);

  expect(await database.dialect.columns(database, 'notices')).toEqual(new Map());
  const moment = database.dialect.name === 'sqlite' ? `'${at}'` : `'${at.slice(0, -1)}'`;
  await Promise.all(
    [
      "INSERT INTO {issue_reports} (name, fingerprint, reported_on) VALUES ('gaps', 'abc', '2026-11-25')",
      `INSERT INTO {account_usage} (account, quota_window, started_at, messages) VALUES ('pierwsze', 'day', ${moment}, 1)`,
      `INSERT INTO {activations} (kind, started_at, tracked_since) VALUES ('absences', ${moment}, ${moment})`,
    ].map((statement) => expect(database.execute(sql(statement)), statement).rejects.toThrow(/unique|duplicate/i)),
  );
}
