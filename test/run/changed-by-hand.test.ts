import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { dryRun } from '../../src/inspect/dry-run.js';
import { loadMessageList } from '../../src/inspect/messages.js';
import { command } from '../helpers/command.js';
import { enabledOffice } from '../helpers/enabled-office.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';
import { plainMailbox, startSmtp } from '../helpers/smtp.js';

let office: TestOffice;
afterEach(() => {
  office.close();
});

const nine = winter('11-24 09:00');
const recipientsOf = async (now: string) => (await office.runAndRead(now)).map(({ to }) => to.split('@')[0]);

/** An office in which these guardians have a waiting mail each, about an audit of a client of their own. */
async function officeWithWaiting(...names: string[]): Promise<void> {
  office = await enabledOffice();
  for (const name of names) addAudit(name);
  await office.runWithoutServer(winter('11-24 08:30'));
}

function addAudit(name: string): void {
  office.audit(office.client(`Firma ${name}`, { client: [office.user(name)] }), winter('11-24 08:00'));
}

const schemaOf = ({ database }: TestOffice) => (database.setting as { schema?: string }).schema!;

const configure = () => {
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
};

describe.each([
  ['a recipient and an address', 'user_id = NULL, address = NULL', ['ewa']],
  ['the time of its lease', "state = 'claimed', lease_owner = 'x', lease_until = NULL", ['anna', 'ewa']],
  ['the number of its attempts', 'attempt = 0', ['anna', 'ewa']],
])('A waiting message without %s', (_, change, recipients) => {
  test('stops no mail that has a recipient', async () => {
    await officeWithWaiting('Anna', 'Ewa');
    expect(office.rows('SELECT id FROM attempts').length).toBeGreaterThan(0);
    office.change(`UPDATE messages SET ${change} WHERE id = (SELECT MIN(id) FROM messages)`);
    expect(await office.run(nine)).toMatchObject({ exitCode: 0, errors: [] });
    expect((await office.newMails()).map(({ to }) => to.split('@')[0])).toEqual(recipients);
  });
});

test('A server that accepted no connection at once, as somebody has written, is tried', async () => {
  await officeWithWaiting('Anna');
  const peer = await startSmtp();
  try {
    office.settings = { ...office.settings, mailbox: plainMailbox(peer.port) };
    await office.run(winter('11-24 08:40'));
    addAudit('Ewa');
    office.change("UPDATE mail_accounts SET accepted_connections = 0, connections_until = '2999-01-01T00:00:00.000Z'");
    expect(await office.run(nine)).toMatchObject({ exitCode: 0, errors: [] });
    expect(peer.received.map(({ to }) => to[0])).toEqual(['anna@biuro.example', 'ewa@biuro.example']);
  } finally {
    await peer.close();
  }
});

test('A summary of the last day that a date can name ends, and stops no other mail', async () => {
  office = new TestOffice({ 'user-activity': true, 'audit-completed': { since: winter('11-24 00:00') } });
  await office.run(winter('11-23 07:00'));
  office.approvals(office.user('Anna'), winter('11-23 08:00'), 2);
  addAudit('Ewa');
  await office.runWithoutServer(winter('11-24 08:30'));
  office.change("UPDATE messages SET reference_day = '9999-12-31' WHERE kind = 'user-activity'");
  await office.run(nine);
  expect((await office.newMails()).map(({ to }) => to)).toContain('ewa@biuro.example');
});

test('A new message with the number of a deleted one lists only its own events, and is sent', async () => {
  office = await enabledOffice();
  addAudit('Anna');
  addAudit('Jan');
  expect(await recipientsOf(nine)).toEqual(['anna', 'jan']);
  const [, second] = office.rows<{ id: string }>('SELECT id FROM messages ORDER BY id');
  office.change('DELETE FROM messages');
  if (onSqlServer) office.change(`DBCC CHECKIDENT ('${schemaOf(office)}.messages', RESEED, 1)`);
  else office.change("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'messages'");
  addAudit('Ewa');
  const [mail, ...others] = await office.runAndRead(winter('11-24 10:00'));
  expect(office.rows('SELECT id FROM messages')).toEqual([second]);
  expect(others).toEqual([]);
  expect(mail!.to).toBe('ewa@biuro.example');
  expect(mail!.text).toContain('Firma Ewa');
  expect(mail!.text).not.toMatch(/Firma (?:Anna|Jan)/);
});

// On SQL Server these columns hold no such values.
describe.skipIf(onSqlServer)('SQLite, which stores any value in any column', () => {
  test.each([
    ['attempt', 'dziwny'],
    ['deferrals', 'dziwny'],
    ['first_refusal_at', 'kiedyś'],
    ['slot', 'kiedyś'],
  ])('An unreadable %s of a message ends that message only, and is named', async (column, value) => {
    await officeWithWaiting('Anna', 'Ewa');
    office.change(`UPDATE messages SET ${column} = ? WHERE id = (SELECT MIN(id) FROM messages)`, value);
    const report = await office.run(nine);
    expect(report).toMatchObject({ exitCode: 78, errors: [{ code: 'STATE_UNREADABLE' }] });
    expect(report.errors[0]!.message).toMatch(new RegExp(`table messages .* ${column} of #\\d+ is `));
    expect((await office.newMails()).map(({ to }) => to)).toEqual(['ewa@biuro.example']);
  });

  test.each(['suspected_since', 'refused_at', 'rests_until', 'connections_until', 'rests', 'accepted_connections'])(
    'An unreadable %s of an account is as none',
    async (column) => {
      await officeWithWaiting('Anna');
      const peer = await startSmtp();
      try {
        office.settings = { ...office.settings, mailbox: plainMailbox(peer.port) };
        await office.run(winter('11-24 08:40'));
        addAudit('Ewa');
        office.change(`UPDATE mail_accounts SET ${column} = 'dziwny'`);
        expect(await office.run(nine)).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
        expect(peer.received.map(({ to }) => to[0])).toEqual(['anna@biuro.example', 'ewa@biuro.example']);
      } finally {
        await peer.close();
      }
    },
  );

  test('A dry run ends although the time of a used up quota is unreadable', async () => {
    await officeWithWaiting('Anna');
    const { from, smtp } = plainMailbox(1) as { from: string; smtp: object };
    office.settings = { ...office.settings, mailbox: { from, smtp: { ...smtp, messagesPerDay: 10 } } };
    await office.run(winter('11-24 08:40'));
    office.change(
      "INSERT INTO account_usage (account, quota_window, started_at, messages) SELECT account, 'day', '27.11.2026', 10 FROM mail_accounts",
    );
    expect(await dryRun(office.config, {}, { message: () => undefined, sending: () => undefined })).toMatchObject({
      errors: [],
    });
  });

  test.each(['24.11.2026', 'now', '12:00', '2460000.5', '11/24/2030'])(
    'The time %s of tracked_since is not reset: the kind stays as it is until somebody corrects it',
    async (time) => {
      office = await enabledOffice();
      addAudit('Anna');
      office.change("UPDATE activations SET tracked_since = ? WHERE kind = 'audit-completed'", time);
      // Without a given time, as a run of every day: only such a run looks for times in the future.
      office.delivery(office.client('Inna', { accounting: [office.user('Ewa')] }), new Date().toISOString());
      expect(await office.run()).toMatchObject({ exitCode: 78, errors: [{ code: 'STATE_UNREADABLE' }], warnings: [] });
      expect(office.rows("SELECT tracked_since FROM activations WHERE kind = 'audit-completed'")).toEqual([
        { tracked_since: time },
      ]);
    },
  );

  test.each([
    ['slots', 'slot'],
    ['activations', 'tracked_since'],
    ['messages', 'reason'],
    ['messages', 'last_error'],
    ['messages', 'created_at'],
    ['mail_accounts', 'refusal'],
    ['alerts', 'day'],
    ['standing_faults', 'error_text'],
    ['known_absences', 'person'],
  ])('A text of %s.%s that is not UTF-8 ends no process', async (table, column) => {
    await officeWithWaiting('Anna', 'Ewa');
    await office.run(winter('11-24 08:40'));
    office.change(
      "INSERT INTO known_absences (absence_id, person, date_from, date_to, fingerprint) VALUES (1, 'Jan', '2026-11-24', '2026-11-25', 'x')",
    );
    office.change("INSERT INTO alerts (day, sent_at) VALUES ('2026-11-23', '2026-11-23T07:00:00.000Z')");
    office.change(
      "INSERT INTO standing_faults (name, error_text, since, reported_on) VALUES ('x', 'x', '2026-11-23T07:00:00.000Z', '2026-11-23')",
    );
    office.change("INSERT INTO mail_accounts (account, refusal) SELECT 'x', 'x'");
    office.change(`UPDATE ${table} SET ${column} = CAST(x'62b36479' AS TEXT)`);
    addAudit('Zofia');
    configure();
    for (const args of [['run'], ['run', '--check'], ['preview', '--list', '--since', '2026-01-01']]) {
      const { code, stdout, stderr } = await command(args, { cwd: office.directory });
      expect({ args, code, stack: /^\s+at /m.test(stdout + stderr) }).toEqual({
        args,
        code: expect.toBeOneOf([0, 1, 78]) as number,
        stack: false,
      });
    }
  });

  test('A view with a column whose name is not UTF-8 ends no process', async () => {
    office = await enabledOffice();
    addAudit('Anna');
    office.db.exec('ALTER TABLE source_users ADD COLUMN polish_letters INTEGER');
    office.db.exec('PRAGMA writable_schema = ON');
    const inCp1250 = "replace(sql, 'polish_letters', CAST(x'62b36479' AS TEXT))";
    office.change(`UPDATE sqlite_master SET sql = ${inCp1250} WHERE name = 'source_users'`);
    expect(office.rows("SELECT name FROM sqlite_master WHERE hex(sql) LIKE '%62B36479%'")).toEqual([
      { name: 'source_users' },
    ]);
    expect(await recipientsOf(nine)).toEqual(['anna']);
  });
});

test('--check shows a value that stops its kind, and messages that no run acts on', async () => {
  await officeWithWaiting('Anna', 'Ewa');
  configure();
  office.change("UPDATE messages SET state = 'queueed' WHERE id = (SELECT MIN(id) FROM messages)");
  const stuck = await command(['run', '--check'], { cwd: office.directory });
  expect(stuck.stdout).toMatch(
    /! state tables: version \d+; no run acts on messages that were changed by hand: 1, such as #\d+ with the state queueed/,
  );
  expect((await loadMessageList(office.config, { since: new Date('2026-01-01') })).messages).toHaveLength(2);
  if (onSqlServer) return;
  office.change("UPDATE slots SET slot = '24.11.2026'");
  const unreadable = await command(['run', '--check'], { cwd: office.directory });
  expect(unreadable).toMatchObject({ code: 78 });
  expect(unreadable.stdout).toMatch(/✗ state tables: The state table slots has a value .*24\.11\.2026/);
});
