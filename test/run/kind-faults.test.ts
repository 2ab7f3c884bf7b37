import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/index.js';
import { lastRuns } from '../../src/outbox/index.js';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
beforeEach(async () => {
  office = new TestOffice({
    'audit-completed': true,
    'documents-delivered': true,
    'office-activity': { recipients: ['szef@biuro.example'] },
    absences: { recipients: ['kadry@biuro.example'] },
  });
  await office.run(winter('11-24 07:00'));
  await office.newMails();
  addEvents();
});
afterEach(() => {
  office.close();
});

/** One event for each kind that mails events. */
function addEvents(at = '11-24 08:00'): void {
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna], accounting: [anna] });
  office.audit(client, winter(at));
  office.delivery(client, winter(at));
  office.absence('Jan Kowalski', '2026-11-24', '2026-11-26');
}

const sentKinds = async () => [...new Set((await office.newMails()).map(({ kind }) => kind))].sort();

const all = ['absences', 'audit-completed', 'documents-delivered'];

/** Replaces a table by a view of it, which makes one of its columns fail. */
function breakView(table: string, column: string, more = ''): void {
  const columns = office.db
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all([table])
    .map((row) => (row as { name: string }).name)
    .map((name) => (name === column ? `json('{') AS ${name}` : name));
  office.db.exec(
    `ALTER TABLE ${table} RENAME TO ${table}_kept; CREATE VIEW ${table} AS SELECT ${columns.join(', ')} FROM ${table}_kept ${more}`,
  );
}

const repairView = (table: string) => {
  office.db.exec(`DROP VIEW IF EXISTS ${table}; ALTER TABLE ${table}_kept RENAME TO ${table}`);
};

const template = (kind: string, text: string) => {
  mkdirSync(join(office.directory, 'szablony', kind), { recursive: true });
  writeFileSync(join(office.directory, 'szablony', kind, 'text.hbs'), text);
  office.settings = { ...office.settings, templatesDir: 'szablony' };
};

interface Fault {
  readonly name: string;
  readonly kind: string;
  readonly begin: () => void;
  readonly end: () => void;
  readonly exitCode: number;
  readonly code: string;
}

const faults: readonly Fault[] = [
  {
    name: 'a view that is gone',
    kind: 'audit-completed',
    begin: () => {
      office.db.exec('ALTER TABLE source_audits RENAME TO source_audits_kept');
    },
    end: () => {
      repairView('source_audits');
    },
    exitCode: 78,
    code: 'SOURCE_CONTRACT_BROKEN',
  },
  {
    name: 'a view of a table that is gone',
    kind: 'audit-completed',
    begin: () => {
      office.db.exec('ALTER TABLE source_audits RENAME TO source_audits_kept');
      office.db.exec('CREATE VIEW source_audits AS SELECT * FROM gone');
    },
    end: () => {
      repairView('source_audits');
    },
    exitCode: 78,
    code: 'SOURCE_CONTRACT_BROKEN',
  },
  {
    name: 'a view that fails while it is read',
    kind: 'documents-delivered',
    begin: () => {
      breakView('source_document_deliveries', 'client_id');
    },
    end: () => {
      repairView('source_document_deliveries');
    },
    exitCode: 1,
    code: 'SOURCE_VIEW_FAILED',
  },
  {
    name: 'a state table that refuses its plan',
    kind: 'absences',
    begin: () => {
      office.db.exec(
        "CREATE TRIGGER refuses BEFORE INSERT ON absence_changes BEGIN SELECT RAISE(ABORT, 'refused by trigger'); END",
      );
    },
    end: () => {
      office.db.exec('DROP TRIGGER refuses');
    },
    exitCode: 1,
    code: 'PLANNING_FAILED',
  },
  {
    name: 'a template with an error',
    kind: 'audit-completed',
    begin: () => {
      template('audit-completed', '{{#each audits}}');
    },
    end: () => {
      template('audit-completed', 'Audyt');
    },
    exitCode: 78,
    code: 'TEMPLATE_BROKEN',
  },
];

describe.skipIf(onSqlServer)('SQLite', () => {
  test.each(faults)('$name ends only $kind', async ({ kind, begin, end, exitCode, code }) => {
    begin();
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode, errors: [{ code }] });
    expect(report.kinds.filter(({ error }) => error !== undefined).map((broken) => broken.kind)).toEqual([kind]);
    expect(await sentKinds()).toEqual(all.filter((other) => other !== kind));
    expect(office.rows('SELECT exit_code, error_code, broken_kinds FROM runs ORDER BY id DESC LIMIT 1')).toEqual([
      { exit_code: exitCode, error_code: code, broken_kinds: kind },
    ]);
    const dry = await office.dryRun(winter('11-24 09:30'));
    if (code !== 'TEMPLATE_BROKEN') expect(dry).toMatchObject({ exitCode, errors: [{ code }] });
    end();
    expect(await office.run(winter('11-24 10:00'))).toMatchObject({ exitCode: 0, errors: [] });
    expect(await sentKinds()).toEqual([kind]);
  });

  test('A view that fails after its events were planned is named, with its kinds and the database text, and no stack', async () => {
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    const [audit] = office.rows<{ event_id: number }>('SELECT event_id FROM source_audits');
    const finding = { event_id: audit!.event_id, title: 'Brak daty', severity: 'error', finding_count: 1 };
    office.insert('source_audit_findings', finding);
    breakView('source_audit_findings', 'title');
    const expected = /cannot be read, which these kinds need: audit-completed\. The database says: malformed JSON/;
    const report = await office.run(winter('11-24 09:00'));
    expect(report.errors.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^SOURCE_VIEW_FAILED The view source_audit_findings /) as string,
    ]);
    expect(report.errors[0]!.message).toMatch(expected);
    expect(report.kinds.find(({ kind }) => kind === 'audit-completed')).toMatchObject({ planned: 1, sent: 0 });
    expect(await sentKinds()).toEqual(['absences', 'documents-delivered']);
    for (const args of [['run'], ['preview', 'audit-completed']]) {
      const { code, stdout, stderr } = await command(args, { cwd: office.directory });
      expect({ args, code, told: expected.test(stdout + stderr) }).toEqual({ args, code: 1, told: true });
      expect(stdout + stderr).not.toMatch(/^ {4}at |Cannot plan/m);
    }
    repairView('source_audit_findings');
  });

  test('Users who cannot be read keep no mail to a configured address', async () => {
    await office.run(winter('11-24 09:00'));
    await office.newMails();
    addEvents('11-24 10:00');
    const broken = ['user_id', 'display_name', 'email', 'is_blocked', 'locale'].map((name) => `json('{') AS ${name}`);
    office.db.exec(`ALTER TABLE source_users RENAME TO source_users_kept;
      CREATE VIEW source_users AS SELECT ${broken.join(', ')} FROM source_users_kept`);
    expect((await office.run(winter('11-24 11:00'))).exitCode).toBe(1);
    expect(await sentKinds()).toEqual(['absences']);
    repairView('source_users');
    expect((await office.run(winter('11-24 12:00'))).exitCode).toBe(0);
    expect(await sentKinds()).toEqual(['audit-completed', 'documents-delivered']);
  });

  test('A fault of a view that the daily alert meets for several kinds is one warning', async () => {
    breakView('source_users', 'display_name');
    office.settings = { ...office.settings, alerts: { recipients: ['admin@biuro.example'] } };
    const report = await office.run(winter('11-24 09:00'));
    expect(report.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The view source_users cannot be read/),
    ]);
  });

  test('A run that could not begin is recorded, and one that was killed shows that it has not ended', async () => {
    await expect(office.run(winter('11-24 09:00'), { resend: ['4711'] })).rejects.toThrow('4711');
    const database = await connect(office.config.database);
    try {
      expect((await lastRuns(database)).last).toMatchObject({ exitCode: 2, errorCode: 'MESSAGE_NOT_FOUND' });
    } finally {
      await database.close();
    }
    office.db.exec('CREATE TRIGGER keeps BEFORE UPDATE ON runs BEGIN SELECT RAISE(IGNORE); END');
    await office.run(winter('11-24 09:00'));
    expect(office.rows("SELECT error_code FROM runs WHERE error_code = 'RUN_UNFINISHED'")).toHaveLength(1);
  });
});
