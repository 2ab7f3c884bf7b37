import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { daysBetween, polishHolidays } from '../../../src/schedule/index.js';
import { BusyOffice, busyKinds, busySettings } from '../../helpers/busy-office.js';
import { everyCell, faultTable } from '../../helpers/fault-cell.js';
import { onSqlServer, TestOffice } from '../../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../../helpers/smtp.js';

const table = faultTable('mistake in a view', 'held', 'mails of other kinds', 'mails without the guard');

/** Replaces a table by a view of the same name that reads it under the name `t`. */
const replace = (view: string, select: string) => [
  `ALTER TABLE ${view} RENAME TO t`,
  `CREATE VIEW ${view} AS ${select}`,
];
const events = (id: string, at: string, from: string, client = 't.client_id') =>
  replace(
    'source_audits',
    `SELECT ${id} AS event_id, ${at} AS occurred_at, ${client} AS client_id, period, started_by, error_count, warning_count, report_url FROM ${from}`,
  );
const absences = (id: string, from: string, rest: string) =>
  replace(
    'source_absences',
    `SELECT ${id} AS absence_id, person, client_id, absence_type, ${from} AS date_from, date_to, registered_at FROM t ${rest}`,
  );

/** Each mistake, with the kind whose plan it makes absurd. */
const mistakes: readonly [string, keyof typeof busyKinds, readonly string[]][] = [
  [
    'guardians joined to users without a condition',
    'audit-completed',
    replace('source_guardians', 'SELECT t.client_id, u.user_id, t.role FROM t CROSS JOIN source_users u'),
  ],
  [
    'guardians joined to themselves by role alone',
    'client-activity-accounting',
    replace('source_guardians', 'SELECT t.client_id, o.user_id, t.role FROM t JOIN t o ON o.role = t.role'),
  ],
  [
    'a filter is lost, and drafts count as audits',
    'audit-completed',
    [
      `INSERT INTO source_audits (event_id, occurred_at, client_id)
       SELECT 2000000 + row_number() OVER (), '2026-04-14T12:00:00.000Z', c.client_id
       FROM source_clients c JOIN (SELECT 1 FROM source_users LIMIT 6)`,
    ],
  ],
  ['event ids counted anew after a move', 'audit-completed', events('event_id + 1000000', 'occurred_at', 't')],
  [
    'event ids made of a value that changes',
    'client-activity-accounting',
    [
      "UPDATE source_panel_activities SET event_id = event_id * 100000 + length(subject) WHERE occurred_at > '2026-04-01'",
    ],
  ],
  ['the time of every event is the present', 'audit-completed', events('event_id', "'2026-04-15T03:00:00.000Z'", 't')],
  [
    "last year's times taken for this year's",
    'audit-completed',
    events('event_id', "REPLACE(occurred_at, '2025', '2026')", 't'),
  ],
  [
    'all panel activities imported again at night',
    'client-activity-accounting',
    [
      `INSERT INTO source_panel_activities SELECT event_id + 1000000, '2026-04-15T02:00:00.000Z', client_id, department, activity, actor, subject
       FROM source_panel_activities`,
    ],
  ],
  [
    'approvals joined to users without a condition',
    'user-activity',
    replace(
      'source_invoice_approvals',
      'SELECT t.event_id * 1000 + u.user_id AS event_id, occurred_at, u.user_id, client_id, invoice_kind FROM t CROSS JOIN source_users u',
    ),
  ],
  ['the table of absences is emptied', 'absences', ['DELETE FROM source_absences']],
  ['absences get new ids', 'absences', absences('absence_id + 1000000', 'date_from', '')],
  ['dates of absences are a day early', 'absences', absences('absence_id', "date(date_from, '-1 day')", '')],
  [
    'absences lose most people by an inner join',
    'absences',
    absences('absence_id', 'date_from', "WHERE person LIKE '%7'"),
  ],
];

describe.skipIf(onSqlServer)('An office of 80 people after a month', () => {
  let base: BusyOffice;
  let file: string;
  let office: TestOffice;
  let peer: SmtpPeer;
  beforeAll(async () => {
    base = new BusyOffice('2026-03-12', await polishHolidays());
    for (const day of daysBetween('2026-03-12', '2026-04-13')) {
      base.work(day);
      await base.office.run(`${day}T05:30:00Z`);
    }
    base.work('2026-04-14');
    file = base.copy();
  }, 60_000);
  afterAll(() => {
    base.office.close();
  });
  afterEach(async () => {
    office.close();
    await peer.close();
  });

  async function copy(): Promise<void> {
    peer = await startSmtp();
    office = new TestOffice(
      busyKinds,
      { ...busySettings, mailbox: plainMailbox(peer.port), alerts: { recipients: ['admin@biuro.example'] } },
      file,
    );
  }

  const received = (kind: string) => peer.received.filter(({ raw }) => raw.includes(`<${kind}.biuro.example>`));

  test('A usual day is mailed, and nothing is held', async () => {
    await copy();
    const { exitCode, kinds } = await office.run('2026-04-15T05:30:00Z');
    expect(exitCode).toBe(0);
    expect(kinds.filter(({ sent }) => sent > 0)).toHaveLength(Object.keys(busyKinds).length);
    expect(received('audit-completed').length).toBeLessThan(50);
  });

  const tried = everyCell ? mistakes : mistakes.filter((_, index) => index % 4 === 0);
  test.each(tried)('%s: %s is held before a mail goes out', async (mistake, kind, statements) => {
    await copy();
    for (const statement of statements) office.change(statement);
    office.settings = { ...office.settings, floodGuard: false };
    const { kinds: unguarded } = await office.dryRun('2026-04-15T05:30:00Z');
    office.settings = { ...office.settings, floodGuard: {} };
    const report = await office.run('2026-04-15T05:30:00Z');
    const held = report.kinds.find((found) => found.kind === kind)!;
    expect(held).toMatchObject({ due: true, planned: 0, sent: 0 });
    expect(held.heldPlan).toBeGreaterThan(0);
    expect(report.errors.map(({ code, args }) => [code, args['kind']])).toContainEqual(['PLAN_HELD', kind]);
    expect(report.exitCode).toBe(1);
    expect(received(kind)).toEqual([]);
    const without = unguarded.find((found) => found.kind === kind)!.planned;
    expect(without).toBe(held.heldPlan);
    table.row(mistake, kind, String(report.kinds.reduce((sum, { sent }) => sum + sent, 0)), String(without));
    // The administrator learns it once.
    await office.run('2026-04-15T05:40:00Z');
    expect(received('alert')).toHaveLength(report.errors.length);
    expect(received(kind)).toEqual([]);
  });
});
