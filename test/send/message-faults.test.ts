import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addMailFor } from '../helpers/office-with-mail.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
beforeEach(() => {
  office = new TestOffice({ 'audit-completed': { since: winter('11-24 00:00') } });
});
afterEach(() => {
  office.close();
});

/** Creates the state tables, then plans and sends nothing. */
async function prepare(...names: string[]): Promise<void> {
  await office.run(winter('11-24 07:00'));
  addMailFor(office, ...names);
}

/** State, faults and reason of Jan's message. */
function messageOfJan(): { state: string; fault_count: number; last_error: string | null } {
  return office.rows<{ state: string; fault_count: number; last_error: string | null }>(
    `SELECT m.state, m.fault_count, m.last_error FROM messages m
     JOIN source_users u ON u.user_id = m.user_id WHERE u.display_name = 'Jan'`,
  )[0]!;
}

const refuse = (on: string, condition: string) => {
  office.db.exec(
    `CREATE TRIGGER refuses BEFORE ${on} WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'refused by trigger'); END`,
  );
};

/** What keeps Jan's message from being sent, how it is brought about and removed. */
const faults: readonly [name: string, begin: () => void, end: () => void, exitCode: number, reason: string][] = [
  [
    'a content that cannot be loaded',
    () => {
      office.insert('source_audit_findings', {
        event_id: office.rows<{ event_id: number }>(
          "SELECT a.event_id FROM source_audits a JOIN source_clients c ON c.client_id = a.client_id WHERE c.name = 'Firma Jan'",
        )[0]!.event_id,
        code: 'broken',
        title: 'x',
        severity: 'error',
        finding_count: 1,
      });
      office.db.exec(`ALTER TABLE source_audit_findings RENAME TO findings; CREATE VIEW source_audit_findings AS SELECT
        event_id, CASE code WHEN 'broken' THEN json('{') ELSE code END AS code, title, severity, finding_count FROM findings`);
    },
    () => {
      office.change("UPDATE findings SET code = 'A1'");
    },
    1,
    'malformed JSON',
  ],
  [
    'a template that throws',
    () => {
      office.change(
        "UPDATE source_audits SET started_by = NULL WHERE client_id IN (SELECT client_id FROM source_clients WHERE name = 'Firma Jan')",
      );
      mkdirSync(join(office.directory, 'szablony', 'audit-completed'), { recursive: true });
      writeFileSync(
        join(office.directory, 'szablony', 'audit-completed', 'text.hbs'),
        '{{#each clients}}{{#each audits}}{{#unless startedBy}}{{longDay nothing}}{{/unless}}ok{{/each}}{{/each}}',
      );
      office.settings = { ...office.settings, templatesDir: 'szablony' };
    },
    () => {
      office.change("UPDATE source_audits SET started_by = 'Ewa'");
    },
    78,
    'longDay',
  ],
  [
    'a value that the database refuses to mark',
    () => {
      refuse('INSERT ON attempts', "NEW.address LIKE 'jan@%'");
    },
    () => {
      office.db.exec('DROP TRIGGER refuses');
    },
    1,
    'refused by trigger',
  ],
];

describe.skipIf(onSqlServer)('SQLite', () => {
  test.each(faults)('%s ends one message, which fails after three runs', async (_, begin, end, exitCode, reason) => {
    await prepare('Anna', 'Jan', 'Ewa');
    begin();
    const first = await office.run(winter('11-24 09:00'));
    expect(first.exitCode).toBe(exitCode);
    expect(first.messages.map(({ address, decision }) => `${address!} ${decision!}`).sort()).toEqual([
      'anna@biuro.example sent',
      'ewa@biuro.example sent',
      'jan@biuro.example deferred',
    ]);
    expect(messageOfJan()).toMatchObject({ state: 'deferred', fault_count: 1 });
    addMailFor(office, 'Piotr');
    await office.run(winter('11-24 10:00'));
    const third = await office.run(winter('11-24 11:00'));
    expect(third.messages).toMatchObject([{ decision: 'failed', detail: expect.stringContaining(reason) as string }]);
    expect(messageOfJan()).toMatchObject({ state: 'failed', last_error: expect.stringContaining(reason) as string });
    expect(office.states()).toEqual({ failed: 1, sent: 3 });
    end();
    const repaired = await office.run(winter('11-24 12:00'), { retryFailed: true });
    expect(repaired).toMatchObject({ exitCode: 0, errors: [] });
    expect(office.states()).toEqual({ sent: 4 });
  });

  test('An outcome is recorded without what the database refuses of it', async () => {
    await prepare('Anna', 'Jan', 'Ewa', 'Piotr');
    refuse('UPDATE ON attempts', "NEW.address LIKE 'jan@%'");
    expect(await office.run(winter('11-24 09:00'))).toMatchObject({ exitCode: 0, errors: [] });
    expect(office.states()).toEqual({ sent: 4 });
  });

  test('An outcome that cannot be recorded at all leaves the others recorded and is reported', async () => {
    await prepare('Anna', 'Jan', 'Ewa', 'Piotr');
    refuse(
      'UPDATE ON messages',
      "NEW.state = 'sent' AND NEW.user_id = (SELECT user_id FROM source_users WHERE display_name = 'Jan')",
    );
    const report = await office.run(winter('11-24 09:00'));
    expect(report).toMatchObject({ exitCode: 1, errors: [{ code: 'OUTCOME_NOT_RECORDED' }] });
    expect(office.states()).toEqual({ sending: 1, sent: 3 });
    office.db.exec('DROP TRIGGER refuses');
    office.change("UPDATE messages SET lease_until = '2026-01-01T00:00:00.000Z' WHERE state = 'sending'");
    await office.run(winter('11-24 10:00'));
    expect(office.states()).toEqual({ sent: 4 });
  });
});

test('A held message is not sent after its attempts are pruned', async () => {
  await prepare('Anna');
  await office.run(winter('11-24 09:00'));
  office.change("UPDATE messages SET state = 'unknown', unknown_count = 6");
  office.change("UPDATE attempts SET outcome = 'unknown'");
  const report = await office.run(winter('12-31 09:00'));
  expect(office.rows('SELECT id FROM attempts')).toEqual([]);
  expect(report).toMatchObject({ held: 1, exitCode: 1 });
  expect(office.states()).toEqual({ unknown: 1 });
});
