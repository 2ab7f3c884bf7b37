import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SqliteConfig } from '../../src/config/index.js';
import { connect, migrate } from '../../src/database/index.js';
import { explain } from '../../src/inspect/explain.js';
import { loadMessageDetails, loadMessageList } from '../../src/inspect/messages.js';
import { root } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

const { prototype } = createRequire(import.meta.url)('libsql') as typeof Database;

/** Tables that grow with the office's history; the others hold current rows only. */
const historyTables = [
  'runs',
  'planned_events',
  'planned_deputies',
  'absence_changes',
  'messages',
  'message_events',
  'attempts',
  'source_audits',
  'source_document_deliveries',
  'source_invoice_approvals',
  'source_panel_activities',
];
const everyKind = {
  'audit-completed': true,
  'documents-delivered': true,
  'user-activity': true,
  'client-activity-hr': true,
  'client-activity-accounting': true,
  'office-activity': { recipients: ['szef@biuro.example'] },
  absences: { recipients: ['kadry@biuro.example'] },
};

describe.skipIf(onSqlServer)('SQLite: query plans', () => {
  let office: TestOffice;
  beforeEach(() => {
    office = new TestOffice(everyKind);
  });
  afterEach(() => {
    office.close();
  });

  test('No query scans the history, and every index is used', async () => {
    // Migrate before the queries are recorded: a migration runs once and may scan a table.
    const { file } = office.config.database as SqliteConfig;
    const database = await connect({ client: 'sqlite', file });
    await migrate(database).finally(() => database.close());
    const prepare = vi.spyOn(prototype, 'prepare');
    await simulateDay();
    const statements = new Set(prepare.mock.calls.map(([sql]) => sql));
    prepare.mockRestore();
    const plans = [...statements]
      .filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(sql))
      .flatMap((sql) =>
        office.db
          .prepare(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map((row) => ({ sql, detail: (row as { detail: string }).detail })),
      );
    expect(plans.filter(({ sql, detail }) => namesOf(sql, historyTables).some((name) => scans(detail, name)))).toEqual(
      [],
    );

    const claimPlans = plans.filter(({ sql }) => sql.includes("state = 'claimed'"));
    expect(claimPlans.some(({ detail }) => detail.includes('messages_by_state'))).toBe(true);
    expect(
      claimPlans.filter(({ detail }) => detail.includes('ORDER BY')),
      'a claim sorts the queue',
    ).toEqual([]);

    const listPlans = plans.filter(({ sql }) => /created_at >= .* LIKE CONCAT\('%\|'/s.test(sql));
    const indexesOfList = (list: RegExp) =>
      new Set(
        listPlans
          .filter(({ sql }) => list.test(sql))
          .flatMap(({ detail }) => / messages USING (?:COVERING )?INDEX (\w+)/.exec(detail)?.[1] ?? []),
      );
    expect(indexesOfList(/WHERE messages\.state IN \('queued'/)).toEqual(new Set(['messages_by_state']));
    expect(indexesOfList(/WHERE messages\.kind IN/)).toEqual(new Set(['messages_by_recipient']));
    expect(indexesOfList(/WHERE messages\.created_at/)).toEqual(new Set(['messages_by_creation']));

    const indexes = office.rows<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE 'source_%'",
    );
    const documented = readFileSync(join(root, 'docs', 'state.md'), 'utf8');
    for (const { name } of indexes) {
      expect(
        plans.some(({ detail }) => detail.includes(name)),
        `${name} serves no query`,
      ).toBe(true);
      expect(documented, name).toContain(`\`${name}\``);
    }
  });

  async function simulateDay() {
    office.database.createOptionalViews();
    const anna = office.user('Anna');
    office.deputy(anna, office.user('Jan'), '2026-11-24', '2026-11-24');
    const client = office.client('Firma', { client: [anna], accounting: [anna], hr: [anna] });
    await office.run(winter('11-24 07:00'));
    for (const hour of ['08', '09']) {
      office.audit(client, winter(`11-24 ${hour}:00`));
      office.delivery(client, winter(`11-24 ${hour}:01`));
      office.activity(client, 'hr', winter(`11-24 ${hour}:02`));
      office.activity(client, 'accounting', winter(`11-24 ${hour}:03`));
      office.approvals(anna, winter('11-23 12:00'), 2);
      office.absence('Ewa Bąk', '2026-11-24', '2026-11-26', { registered_at: '2026-11-24T07:30:00.000Z' });
      await office.run(winter(`11-24 ${hour}:30`));
    }
    await office.run(winter('11-24 10:00'), { resend: ['1'], discard: [], retryFailed: true });
    await explain(office.config, 'anna@biuro.example', new Date(winter('11-24 10:00')));
    await loadMessageList(office.config, { states: ['failed'], address: 'anna@biuro.example' });
    await loadMessageList(office.config, { states: ['failed', 'skipped'] });
    await loadMessageList(office.config, { states: ['sent'] });
    await loadMessageDetails(office.config, '1');
  }
});

/** Names of these tables in the plan of a query: their own names and their aliases. */
function namesOf(sql: string, tables: readonly string[]): string[] {
  return tables.flatMap((table) => [
    table,
    ...[...sql.matchAll(new RegExp(`\\b${table} (\\w+)`, 'g'))].map(([, alias]) => alias!),
  ]);
}

/** True if a plan reads every row of a table or of a kind. Partial indexes are allowed: they hold few rows. */
function scans(detail: string, name: string): boolean {
  if (/ INDEX (planned_events_waiting|messages_leased)\b/.test(detail)) return false;
  return new RegExp(`^SCAN ${name}\\b|^SEARCH ${name}\\b.*\\(kind=\\?\\)$`).test(detail);
}
