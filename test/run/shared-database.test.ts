import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect, migrate, type Database } from '../../src/database/index.js';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

describe.skipIf(!onSqlServer)('SQL Server, which others share', () => {
  let office: TestOffice;
  let other: Database;
  beforeEach(async () => {
    office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    office.audit(office.client('Firma', { client: [office.user('Anna')] }), winter('11-24 08:00'));
    other = await connect(office.config.database);
    await migrate(other);
  });
  afterEach(async () => {
    await other.close();
    office.close();
  });

  test('a made-up time plans and shows, and writes nothing', async () => {
    const { stdout, code } = await command(['run', '--json', '--now', winter('11-24 09:00')], {
      cwd: office.directory,
    });
    const objects = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(code).toBe(0);
    expect(objects).toMatchObject([
      { type: 'message', state: 'queued', address: 'anna@biuro.example' },
      { type: 'report', dryRun: true },
    ]);
    expect(office.states()).toEqual({});
    expect(await office.newMails()).toEqual([]);
  });

  test('each run says what the settings let others read', async () => {
    const connection = `${process.env['MOBEVO_TEST_MSSQL']};Encrypt=false`;
    const database = { ...office.database.setting, connection };
    writeFileSync(
      join(office.directory, 'mobevo-notify.config.json'),
      JSON.stringify({ ...office.settings, database }),
    );
    const { stdout } = await command(['run', '--dry-run'], { cwd: office.directory });
    expect(stdout).toContain('not encrypted');
    expect((await command(['run', '--quiet'], { cwd: office.directory })).stderr).toBe('');
  });

  test('while another run plans, this one plans nothing and sends what is queued', async () => {
    const { mailbox } = office.settings;
    office.settings = {
      ...office.settings,
      mailbox: { from: 'p@biuro.example', smtp: { host: '127.0.0.1', port: 1, security: 'none' } },
    };
    await office.run(winter('11-24 09:00'));
    expect(office.states()).toEqual({ queued: 1 });
    office.settings = { ...office.settings, mailbox };
    office.audit(office.client('Druga', { client: [office.user('Jan')] }), winter('11-24 09:30'));
    await other.transaction(async (transaction) => {
      expect(await transaction.dialect.lockPlanning(transaction)).toBe(true);
      const report = await office.run(winter('11-24 10:00'));
      expect(report.kinds[0]).toMatchObject({ due: false, planned: 0, sent: 1 });
    });
    expect((await office.run(winter('11-24 11:00'))).kinds[0]).toMatchObject({ planned: 1, sent: 1 });
  });
});
