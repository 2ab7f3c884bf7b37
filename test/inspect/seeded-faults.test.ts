import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '../../src/database/index.js';
import { checkText } from '../helpers/check-text.js';
import { onSqlServer } from '../helpers/office.js';
import { fault, SeededOffice, type Fault } from '../helpers/seeded-office.js';

describe.skipIf(!onSqlServer)('SQL Server: a fault is seeded, and --check names it', () => {
  let seeded: SeededOffice;
  beforeAll(async () => {
    seeded = await SeededOffice.open();
  });
  afterAll(() => {
    seeded.close();
  });

  const sql = (seed: string, mend: string) => ({
    seed: () => void seeded.send(seed),
    mend: () => void seeded.send(mend),
  });

  /** A column of a type that the contract refuses. */
  const wrongType = (name: string, view: string, column: string, type: string, shown = type) =>
    fault(name, () => seeded.column(view, column, type), 'contract', 'fault', view, column, shown);

  const audit = { event_id: 77, client_id: 2, error_count: 1, warning_count: 1 };
  const now = new Date(Date.now() - 3_600_000).toISOString();

  const faults: readonly Fault[] = [
    fault(
      'view missing',
      () => ({
        seed: () => void seeded.send(`DROP TABLE ${seeded.table('source_guardians')}`),
        mend: () => {
          seeded.restore('source_guardians');
        },
      }),
      'contract',
      'fault',
      'source_guardians',
    ),
    fault(
      'column missing',
      () => seeded.column('source_audits', 'error_count', ''),
      'contract',
      'fault',
      'source_audits',
      'error_count',
    ),
    wrongType('time as text', 'source_audits', 'occurred_at', 'nvarchar(30)', 'nvarchar'),
    wrongType('ntext', 'source_clients', 'name', 'ntext'),
    wrongType('text', 'source_absences', 'person', 'text'),
    wrongType('varbinary instead of text', 'source_users', 'email', 'varbinary(320)', 'varbinary'),
    wrongType('time instead of date', 'source_absences', 'date_from', 'datetime2(3)', 'datetime2'),
    wrongType('times without seconds', 'source_invoice_approvals', 'occurred_at', 'smalldatetime'),
    wrongType('id with decimals', 'source_invoice_approvals', 'client_id', 'decimal(18, 2)', 'with decimals'),
    fault(
      'text longer than the contract',
      () => seeded.column('source_users', 'display_name', 'nvarchar(400)'),
      'contract',
      'warning',
      'source_users.display_name',
      '400',
      '200',
    ),
    fault(
      'bigint count (no fault)',
      () => seeded.column('source_audits', 'error_count', 'bigint'),
      'statements',
      'ok',
      'compiled',
    ),
    fault(
      'text of a fixed length (no fault)',
      () => seeded.column('source_users', 'locale', 'nchar(10)'),
      'statements',
      'ok',
      'compiled',
    ),
    fault(
      'another collation (no fault)',
      () => seeded.column('source_clients', 'name', 'nvarchar(200) COLLATE Latin1_General_CS_AS'),
      'statements',
      'ok',
      'compiled',
    ),
    fault(
      'alias type (no fault)',
      () => ({
        seed: () => {
          seeded.send(`CREATE TYPE [${seeded.schema}].[nazwa] FROM nvarchar(50)`);
          seeded.column('source_audits', 'period', `[${seeded.schema}].[nazwa]`).seed();
        },
        mend: () => {
          seeded.column('source_audits', 'period', '').mend();
          seeded.send(`DROP TYPE [${seeded.schema}].[nazwa]`);
        },
      }),
      'contract',
      'ok',
    ),
    fault(
      'SELECT on a view missing',
      () => seeded.without('SELECT', 'source_guardians'),
      'contract',
      'fault',
      'source_guardians',
    ),
    fault(
      'UPDATE on a state table missing',
      () => seeded.without('UPDATE', 'messages'),
      'rights',
      'fault',
      'messages',
      'UPDATE',
    ),
    fault(
      'column of a state table missing',
      () =>
        sql(
          `ALTER TABLE ${seeded.table('messages')} DROP COLUMN last_error`,
          `ALTER TABLE ${seeded.table('messages')} ADD last_error nvarchar(1000)`,
        ),
      'statements',
      'fault',
      'messages',
      'last_error',
    ),
    fault(
      'state tables of an older version',
      () =>
        sql(
          `DELETE FROM ${seeded.table('migrations')} WHERE version = ${migrations.length}`,
          `INSERT INTO ${seeded.table('migrations')} (version, applied_at) VALUES (${migrations.length}, SYSUTCDATETIME())`,
        ),
      'state',
      'warning',
      String(migrations.length - 1),
    ),
    fault(
      'row without a time',
      () => seeded.row('source_audits', { ...audit, occurred_at: null }),
      'data',
      'warning',
      'source_audits',
      'occurred_at',
    ),
    fault(
      'row with a text too long',
      () =>
        seeded.row('source_audits', {
          ...audit,
          occurred_at: now,
          started_by: 'x'.repeat(200),
          period: 'y'.repeat(50),
        }),
      'data',
      'ok',
    ),
    fault(
      'row with an unknown department',
      () =>
        seeded.row('source_panel_activities', {
          event_id: 77,
          occurred_at: now,
          client_id: 2,
          department: 'it',
          activity: 'x',
        }),
      'data',
      'warning',
      'source_panel_activities',
      'department',
    ),
    fault(
      'client without a guardian',
      () => seeded.row('source_clients', { client_id: 77, name: 'Sierota', tax_id: null }),
      'data',
      'warning',
      'Sierota',
    ),
    fault(
      'index of a state table missing',
      () =>
        sql(
          `DROP INDEX [messages_by_state] ON ${seeded.table('messages')}`,
          `CREATE INDEX [messages_by_state] ON ${seeded.table('messages')} (state, next_attempt_at, id)`,
        ),
      'statements',
      'ok',
    ),
  ];

  test('Without a fault the checks pass', async () => {
    for (const id of ['contract', 'rights', 'statements', 'state'] as const)
      expect(await seeded.check(id), id).toMatchObject({ state: 'ok' });
  });

  test.each(faults)('$name: $check', async ({ change, check, state, named }) => {
    const { seed, mend } = change();
    seed();
    try {
      const found = await seeded.check(check);
      const text = checkText(found);
      expect(found.state, text).toBe(state);
      for (const word of named) expect(text).toContain(word);
    } finally {
      mend();
    }
  });
});
