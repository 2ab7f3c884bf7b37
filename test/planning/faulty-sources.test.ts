import { afterEach, expect, test } from 'vitest';
import { formatMessage } from '../../src/messages/index.js';
import { malformedMessages } from '../../src/planning/data-issues.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const leftOut = (view: string, id: string, columns: string) => ({ view, id, columns, effect: 'left-out' });

/** An office whose kinds are already enabled, so that events from 08:00 on are mailed. */
async function enabledOffice(settings: Record<string, unknown> = {}): Promise<void> {
  office = new TestOffice(
    { 'audit-completed': true, 'client-activity-hr': true, 'client-activity-accounting': true },
    settings,
  );
  await office.run(winter('11-24 07:00'));
}

test('A NULL or malformed value leaves out only its own event and is reported', async () => {
  await enabledOffice();
  const client = office.client('Firma', { client: [office.user('Anna')] });
  office.audit(client, winter('11-24 08:00'));
  office.audit(client, winter('11-24 08:00'), { event_id: 71, client_id: null });
  office.audit(client, winter('11-24 08:00'), { event_id: 72, occurred_at: null });
  // On SQL Server the column of a time cannot hold text.
  if (!onSqlServer) office.audit(client, winter('11-24 08:00'), { event_id: 73, occurred_at: '2026.11.24 8:00' });
  const report = await office.run(winter('11-24 09:00'));
  expect(await office.newMails()).toHaveLength(1);
  expect(report.malformedRows).toEqual([
    { ...leftOut('source_audits', '72', 'occurred_at'), found: 'NULL', expected: { code: 'contract.timestamp' } },
    { ...leftOut('source_audits', '71', 'client_id'), found: 'NULL', expected: { code: 'contract.bigint' } },
    ...(onSqlServer
      ? []
      : [
          {
            ...leftOut('source_audits', '73', 'occurred_at'),
            found: '2026.11.24 8:00',
            expected: { code: 'contract.timestamp' },
          },
        ]),
  ]);
  expect(report.exitCode).toBe(0);
});

test('A negative count, an absence that ends before it begins, and texts without a visible character are reported', async () => {
  await enabledOffice();
  office.notify({
    'audit-completed': true,
    'client-activity-hr': true,
    absences: { recipients: ['kadry@biuro.example'] },
  });
  const nameless = office.user('Bez', 'bez@biuro.example', { display_name: ' \u200b' });
  const client = office.client('Firma', { client: [nameless], hr: [nameless] });
  office.audit(client, winter('11-24 08:00'));
  office.audit(client, winter('11-24 08:00'), { event_id: 71, error_count: -5 });
  office.activity(client, 'hr', winter('11-24 08:00'), { event_id: 72, activity: '' });
  office.absence('Jan', '2026-11-28', '2026-11-20', { absence_id: 73 });
  office.absence('\u00a0', '2026-11-24', '2026-11-24', { absence_id: 74 });
  const { malformedRows } = await office.run(winter('11-25 09:00'));
  expect(malformedRows.map(({ id, columns, found, effect }) => [id, columns, found, effect])).toEqual(
    expect.arrayContaining([
      ['71', 'error_count', '-5', 'left-out'],
      ['72', 'activity', '', 'left-out'],
      ['73', 'date_to', expect.stringContaining('2026-11-20'), 'left-out'],
      ['74', 'person', '\u00a0', 'left-out'],
      [String(nameless), 'display_name', ' \u200b', 'value-ignored'],
    ]),
  );
  expect(malformedRows).toHaveLength(5);
  const [audit, ...others] = await office.newMails();
  expect(others).toEqual([]);
  expect(audit!.text).toContain(`Otrzymuje je opiekun klienta: #${nameless}.`);
});

test('An event that loses its only recipient before sending goes to the fallback or waits again', async () => {
  await enabledOffice({ fallbackRecipients: ['zastepstwo@biuro.example'] });
  const [anna, jan] = [office.user('Anna'), office.user('Jan')];
  office.audit(office.client('Firma Jana', { client: [jan] }), winter('11-24 08:00'));
  office.audit(office.client('Firma Obojga', { client: [anna, jan] }), winter('11-24 08:00'));
  await office.runWithoutServer(winter('11-24 09:00'));
  office.change('UPDATE source_users SET is_blocked = 1 WHERE user_id = ?', jan);
  expect((await office.runAndRead(winter('11-24 10:00'))).map(({ to }) => to)).toEqual(['anna@biuro.example']);
  const [fallback, ...others] = await office.runAndRead(winter('11-24 11:00'));
  expect(others).toEqual([]);
  expect(fallback!.to).toBe('zastepstwo@biuro.example');
  expect(fallback!.text).toContain('Firma Jana');
  expect(fallback!.text).not.toContain('Firma Obojga');
});

test.each([
  'jan@kancelaria\u00a0klos.example',
  'anna@biuro.example:',
  '(@biuro.example',
  'x@b\nDW: y@b.example',
  'Biuro:jan@b.example',
  '"jan"@b.example',
])('An address that a mail library would split is invalid: %j', async (email) => {
  await enabledOffice();
  // Babelfish takes a no-break space for a letter between À and Ö. Nothing is sent there either, but for another reason.
  const isTakenAtFirst = email.includes('\u00a0') && office.isOnBabelfish();
  office.audit(
    office.client('Firma', { client: [office.user('Jan', email), office.user('Ewa')] }),
    winter('11-24 08:00'),
  );
  const report = await office.run(winter('11-24 09:00'));
  expect((await office.newMails()).map(({ to }) => to)).toEqual(['ewa@biuro.example']);
  const gap = { reason: 'no-address', role: 'client', count: 1, names: ['Jan'] };
  if (isTakenAtFirst) expect(report.kinds[0]).toMatchObject({ skipped: { 'no-address': 1 } });
  else expect(report.gaps).toContainEqual(gap);
  expect(report.exitCode).toBe(0);
});

test.skipIf(onSqlServer)('SQLite: a malformed time leaves out only its own event', async () => {
  await enabledOffice();
  const client = office.client('Firma', { client: [office.user('Anna')] });
  for (const [id, at] of [
    [71, '2026-11-24T07:61:00Z'],
    [72, '2026-11-24T08:00:00+01:00'],
    [73, '2026-02-30T07:00:00.000Z'],
    [74, '2026-11-24T07:00:00.000Z'],
  ] as const) {
    office.audit(client, winter('11-24 08:00'), { event_id: id, occurred_at: at });
  }
  const report = await office.run(winter('11-24 09:00'));
  expect(report.malformedRows.map(({ id }) => id)).toEqual(['71', '72']);
  expect(office.rows("SELECT event_id FROM planned_events WHERE state = 'planned'")).toMatchObject([{ event_id: 74 }]);
  expect(report.exitCode).toBe(0);
});

test('An unknown department and a guardian who is not a user are reported', async () => {
  await enabledOffice();
  const client = office.client('Firma', { accounting: [4711] });
  office.activity(client, 'hr', winter('11-24 08:00'), { event_id: 81, department: 'kadry' });
  const report = await office.run(winter('11-24 09:00'));
  expect(report.malformedRows).toEqual([
    {
      ...leftOut('source_panel_activities', '81', 'department'),
      found: 'kadry',
      expected: { code: 'contract.oneOf', args: { values: 'hr, accounting' } },
    },
  ]);
  expect(report.gaps).toContainEqual({ reason: 'no-user', role: 'accounting', count: 1, names: ['#4711'] });
});

test('Ids of clients and users that no view has are named with their rows', async () => {
  await enabledOffice({ fallbackRecipients: ['szef@biuro.example'] });
  office.notify({ ...(office.settings['notifications'] as object), 'user-activity': true });
  office.audit(777, winter('11-24 08:00'), { event_id: 81 });
  office.audit(office.client('Firma'), winter('11-24 08:00'));
  const approval = { event_id: 82, occurred_at: '2026-11-24T07:00:00Z', user_id: 888 };
  office.insert('source_invoice_approvals', approval);
  const report = await office.run(winter('11-24 09:00'));
  const unknown = (view: string, id: string, columns: string, found: string, of: string) => ({
    ...{ view, id, columns, effect: 'unknown-id', found },
    expected: { code: 'contract.knownId', args: { view: of } },
  });
  expect(report.malformedRows).toEqual([
    unknown('source_audits', '81', 'client_id', '777', 'source_clients'),
    unknown('source_invoice_approvals', '82', 'user_id', '888', 'source_users'),
  ]);
  expect(malformedMessages(report.malformedRows).map((message) => formatMessage(message, 'pl'))).toEqual([
    'source_audits: client_id w 1 wierszu to nie identyfikator z widoku source_clients: 81 (jest 777)',
    'source_invoice_approvals: user_id w 1 wierszu to nie identyfikator z widoku source_users: 82 (jest 888)',
  ]);
});

test('An event that had no recipient in time is reported when it is skipped', async () => {
  await enabledOffice({ lookback: '1 day' });
  office.audit(office.client('Bez Opiekuna'), winter('11-24 08:00'));
  await office.run(winter('11-24 09:00'));
  await office.run(winter('11-25 09:00'));
  const report = await office.run(winter('11-26 09:00'));
  expect(report.kinds[0]).toMatchObject({ waiting: 0, expired: 1 });
});

test.skipIf(onSqlServer)('SQLite: a view with duplicate rows duplicates no mail and stops no kind', async () => {
  await enabledOffice();
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna] });
  office.audit(client, winter('11-24 08:00'));
  office.db.exec(`ALTER TABLE source_users RENAME TO base_users; ALTER TABLE source_audits RENAME TO base_audits;
    CREATE VIEW source_users AS SELECT * FROM base_users UNION ALL SELECT * FROM base_users;
    CREATE VIEW source_audits AS SELECT * FROM base_audits UNION ALL SELECT * FROM base_audits`);
  const report = await office.run(winter('11-24 09:00'));
  expect(report.errors.map(({ message }) => message)).toEqual([]);
  expect(report.exitCode).toBe(0);
  expect(await office.newMails()).toHaveLength(1);
});

test.skipIf(onSqlServer)(
  'SQLite: an activity that a view yields for both departments is mailed in one kind',
  async () => {
    await enabledOffice();
    const client = office.client('Firma', { hr: [office.user('Kadrowa')], accounting: [office.user('Ksiegowa')] });
    office.activity(client, 'accounting', winter('11-24 08:00'));
    office.db.exec(`ALTER TABLE source_panel_activities RENAME TO base_activities;
    CREATE VIEW source_panel_activities AS SELECT * FROM base_activities UNION ALL
      SELECT event_id, occurred_at, client_id, 'hr', activity, actor, subject FROM base_activities`);
    expect((await office.runAndRead(winter('11-24 09:00'))).map(({ to }) => to)).toEqual(['kadrowa@biuro.example']);
    expect(await office.runAndRead(winter('11-24 10:00'))).toEqual([]);
  },
);
