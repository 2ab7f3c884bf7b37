import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { command } from '../helpers/command.js';
import { enabledOffice } from '../helpers/enabled-office.js';
import { onSqlServer, type TestOffice, winter } from '../helpers/office.js';

// State tables of which somebody has restored only a part.
let office: TestOffice;
beforeEach(async () => {
  office = await enabledOffice();
  office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
  await office.runWithoutServer(winter('11-24 08:30'));
  office.audit(office.client('Spółka', { client: [office.user('Ewa')] }), winter('11-24 08:40'));
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
});
afterEach(() => {
  office.close();
});

async function expectDamaged(): Promise<void> {
  const { code, stdout, stderr } = await command(['run'], { cwd: office.directory });
  expect(code).toBe(78);
  expect(stdout + stderr).toMatch(/^✗ The state tables of version \d+ .*\[STATE_DAMAGED\]\n {2}\S[^\n]*\n$/);
  expect(await office.newMails()).toEqual([]);
}

test('An older version than that of the tables is said without a stack, and nothing is sent', async () => {
  office.change('DELETE FROM migrations WHERE version = (SELECT MAX(version) FROM migrations)');
  await expectDamaged();
});

test.skipIf(onSqlServer)('A missing table is said without a stack, and nothing is sent', async () => {
  office.change('DROP TABLE standing_faults');
  await expectDamaged();
});

test.skipIf(onSqlServer).each(['runs', 'message_events', 'planned_deputies'])(
  'A missing table that is read later is said in the same way, also by --check, and nothing is sent: %s',
  async (table) => {
    office.change(`DROP TABLE ${table}`);
    const { exitCode, errors } = await office.run(winter('11-24 09:00'));
    expect({ exitCode, errors }).toMatchObject({ exitCode: 78, errors: [{ code: 'STATE_DAMAGED' }] });
    expect(await office.newMails()).toEqual([]);
    const { stdout } = await command(['run', '--check'], { cwd: office.directory });
    expect(stdout).toMatch(
      new RegExp(`✗ statements: The state tables of .*no such table: ${table} \\[STATE_DAMAGED\\]`),
    );
  },
);

test.skipIf(onSqlServer).each([
  ['planned_events', 'state'],
  ['attempts', 'attempt'],
])('A missing column is said in the same way, also by --check: %s.%s', async (table, column) => {
  for (const index of office.rows<{ name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '${table}' AND sql IS NOT NULL`,
  ))
    office.change(`DROP INDEX ${index.name}`);
  office.change(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  await expectDamaged();
  const { stdout } = await command(['run', '--check'], { cwd: office.directory });
  expect(stdout).toMatch(
    new RegExp(`✗ (?:state tables|statements): The state tables .*column.* ${column} \\[STATE_DAMAGED`),
  );
});
