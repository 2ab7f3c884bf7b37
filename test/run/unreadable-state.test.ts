import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

let office: TestOffice;
beforeEach(async () => {
  office = new TestOffice({ 'audit-completed': true, 'documents-delivered': true });
  await office.run(winter('11-24 07:00'));
  const anna = office.user('Anna');
  const client = office.client('Firma', { client: [anna], accounting: [anna] });
  office.audit(client, winter('11-24 08:00'));
  office.delivery(client, winter('11-24 08:00'));
});
afterEach(() => {
  office.close();
});

// On SQL Server these columns hold times alone.
test.skipIf(onSqlServer).each([
  ['slots', 'slot', 'kiedyś'],
  ['activations', 'tracked_since', 'kiedyś'],
])('A text as a time in %s stops its kind only, is named, and loses nothing', async (table, column, found) => {
  const [{ kept }] = office.rows<{ kept: string }>(
    `SELECT ${column} AS kept FROM ${table} WHERE kind = 'audit-completed'`,
  ) as [{ kept: string }];
  office.change(`UPDATE ${table} SET ${column} = ? WHERE kind = 'audit-completed'`, found);
  const report = await office.run(winter('11-24 09:00'));
  expect(report).toMatchObject({ exitCode: 78, errors: [{ code: 'STATE_UNREADABLE' }] });
  expect(report.errors[0]!.message).toContain(`table ${table} has`);
  expect(report.errors[0]!.message).toContain(`${column} of audit-completed is ${found}`);
  expect((await office.newMails()).map(({ kind }) => kind)).toEqual(['documents-delivered']);
  office.change(`UPDATE ${table} SET ${column} = ? WHERE kind = 'audit-completed'`, kept);
  expect((await office.run(winter('11-24 10:00'))).exitCode).toBe(0);
  expect((await office.newMails()).map(({ kind }) => kind)).toEqual(['audit-completed']);
});

test.skipIf(onSqlServer)(
  'A state table without its version, a state that is none and a message without a time are told without a stack',
  async () => {
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    await office.run(winter('11-24 09:00'));
    office.change("UPDATE messages SET state = 'dziwny' WHERE kind = 'audit-completed'");
    office.change("UPDATE messages SET state = 'queued', created_at = 'x' WHERE kind = 'documents-delivered'");
    const list = await command(['preview', '--list', '--since', '2026-01-01'], { cwd: office.directory });
    expect({ code: list.code, stderr: list.stderr }).toEqual({ code: 0, stderr: '' });
    expect(list.stdout).toContain('dziwny');
    expect(await office.run(winter('11-24 10:00'))).toMatchObject({ exitCode: 0, errors: [] });
    for (const change of ['DELETE FROM migrations', 'ALTER TABLE migrations RENAME COLUMN version TO number']) {
      office.change(change);
      for (const args of [['run'], ['preview', '--list']]) {
        const { code, stdout, stderr } = await command(args, { cwd: office.directory });
        expect({ change, args, code }).toEqual({ change, args, code: 78 });
        expect(stdout + stderr).toMatch(
          /^✗ The state table migrations has a value .*\[STATE_UNREADABLE\]\n {2}\S[^\n]*\n$/,
        );
      }
    }
  },
);
