import { afterEach, describe, expect, test } from 'vitest';
import { contract, type Column, type View } from '../../src/source/index.js';
import { everyCell, faultTable } from '../helpers/fault-cell.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

/** What a column of a row may hold, as SQL of SQLite. Undefined where it makes no sense. */
const hostilities: Readonly<Record<string, (column: Column) => string | undefined>> = {
  NULL: () => 'NULL',
  'wrong type': ({ type }) =>
    type === 'text' ? "x'41'" : type === 'date' || type === 'timestamp' ? '20261124' : "'abc'",
  doubled: ({ type, values }) => {
    if (type === 'date') return "'2026-11-25'";
    if (type === 'timestamp') return `'${new Date(winter('11-24 08:30')).toISOString()}'`;
    return type === 'text' ? `'${values?.[0] ?? 'Inny'}'` : '999';
  },
  'too long': ({ type }) => (type === 'text' ? "replace(hex(zeroblob(1500)), '0', 'a')" : '9223372036854775807'),
  'not text': () => "CAST(x'ff41c3' AS TEXT)",
  'control characters': () =>
    "char(27) || '[31m' || char(8238) || 'zła' || char(13, 10) || 'Bcc: x@zly.example' || char(0)",
  'far dates': ({ type }) =>
    type === 'date' ? "'9999-12-31'" : type === 'timestamp' ? "'0001-01-01T00:00:00Z'" : "'9999-12-31'",
  huge: () => "replace(hex(zeroblob(500000)), '0', 'ż')",
};

const cells = contract.flatMap((view) =>
  view.columns.flatMap((column) =>
    Object.entries(hostilities).map(([name, valueOf]) => ({
      cell: `${view.name}.${column.name}: ${name}`,
      view,
      column,
      name,
      value: valueOf(column)!,
    })),
  ),
);
/** One cell of each sort; no view twice in a row. */
const selection = cells.filter((_, index) => index % 41 === 15);

const table = faultTable('column', 'holds', 'came to');
let office: TestOffice;
afterEach(() => {
  office.close();
});

const recipients = ['szef@biuro.example'];
const allKinds = {
  'audit-completed': true,
  'documents-delivered': true,
  'user-activity': true,
  'office-activity': { recipients },
  'client-activity-hr': true,
  'client-activity-accounting': true,
  absences: { recipients },
};

/**
 * An office in which Anna has one event of each kind, and a row of her colleague Zofia or of Zofia's client is hostile.
 * Zofia is absent, and Anna is her deputy.
 */
function hostileOffice({ name: view, columns, key }: View, column: Column, value: string, isDoubled: boolean): void {
  office = new TestOffice(allKinds, { since: winter('11-24 00:00') });
  office.database.createOptionalViews();
  office.inBulk(() => {
    const ids: number[] = [];
    for (const [user, firm] of [
      ['Anna', 'Firma Dobra'],
      ['Zofia', 'Firma Inna'],
    ] as const) {
      const id = office.user(user);
      ids.push(id);
      const client = office.client(firm, { client: [id], accounting: [id], hr: [id] });
      const audit = office.audit(client, winter('11-24 08:00'));
      office.insert('source_audit_findings', {
        event_id: audit,
        code: 'VAT',
        title: `Uwaga ${firm}`,
        severity: 'error',
        finding_count: 1,
      });
      office.delivery(client, winter('11-24 08:00'));
      for (const department of ['hr', 'accounting'] as const)
        office.activity(client, department, winter('11-24 08:00'));
      office.approvals(id, winter('11-23 10:00'), 2);
      office.absence(`Pracownik ${user}`, '2026-11-24', '2026-11-26', { registered_at: '2026-11-24T07:00:00.000Z' });
    }
    office.deputy(ids[1]!, ids[0]!, '2026-11-24', '2026-11-26');
  });
  const names = columns.map(({ name }) => name);
  const base = `base_${view}`;
  const order = key[0] ?? names[0]!;
  const chosen = `SELECT * FROM ${base} ORDER BY ${order} DESC LIMIT 1`;
  const changed = `SELECT ${names.map((name) => (name === column.name ? value : name)).join(', ')} FROM (${chosen})`;
  // The view yields the changed row in place of the row, or beside it. SQLite's columns keep values of other types.
  office.db.exec(`ALTER TABLE ${view} RENAME TO ${base};
    CREATE TABLE hostile AS SELECT * FROM ${base} WHERE 0;
    INSERT INTO hostile ${changed};
    ${isDoubled ? `INSERT INTO hostile ${chosen}; INSERT INTO hostile ${chosen};` : ''}
    DELETE FROM ${base} WHERE rowid IN (SELECT rowid FROM ${base} ORDER BY ${order} DESC LIMIT 1);
    CREATE VIEW ${view} AS SELECT * FROM ${base} UNION ALL SELECT * FROM hostile`);
}

describe.skipIf(onSqlServer)('A hostile row of a view stops no other mail', () => {
  test.each(everyCell ? cells : selection)('$cell', async ({ view, column, name, value }) => {
    hostileOffice(view, column, value, name === 'doubled');
    const report = await office.run(winter('11-24 09:00'));
    expect(report.errors).toEqual([]);
    expect(report.exitCode).toBe(0);
    const mails = await office.newMails();
    const toAnna = mails.filter(({ to }) => to === 'anna@biuro.example');
    expect(toAnna.map(({ kind }) => kind).sort()).toEqual([
      'audit-completed',
      'client-activity-accounting',
      'client-activity-hr',
      'documents-delivered',
      'user-activity',
    ]);
    for (const mail of toAnna.filter(({ kind }) => kind !== 'user-activity'))
      expect(mail.text).toContain('Firma Dobra');
    const toOffice = mails.filter(({ to }) => to === 'szef@biuro.example');
    expect(toOffice.map(({ kind }) => kind).sort()).toEqual(['absences', 'office-activity']);
    expect(toOffice.find(({ kind }) => kind === 'absences')!.text).toContain('Pracownik Anna');
    for (const { parsed } of mails)
      expect(parsed.headerLines.filter(({ line }) => line.split('\r\n').some((part) => part.length > 998))).toEqual([]);

    const issues = report.malformedRows.filter((row) => row.view === view.name);
    const isFault =
      (name === 'NULL' && column.required) ||
      ['wrong type', 'not text', 'doubled'].includes(name) ||
      (['too long', 'huge'].includes(name) && column.type === 'text');
    if (isFault) {
      expect(issues, 'nothing was reported').not.toEqual([]);
      expect(issues.some(({ columns }) => columns.split(', ').includes(column.name)) || name === 'doubled').toBe(true);
    }
    table.row(
      `${view.name}.${column.name}`,
      name,
      [...new Set(issues.map(({ effect }) => effect))].join(', ') || 'used',
    );
  });
});
