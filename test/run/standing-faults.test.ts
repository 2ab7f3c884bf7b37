import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';
import { addMailFor, officeWithMail } from '../helpers/office-with-mail.js';
import { startSmtp } from '../helpers/smtp.js';

vi.setConfig({ testTimeout: 180_000 });

let office: TestOffice;
afterEach(() => {
  office.close();
});

const silent = { code: 75, stdout: '', stderr: '' };

// On SQL Server, a run with --now only shows what it would do.
test.skipIf(onSqlServer)(
  'With the mail server down, a quiet cron says so once, then once a day, and when it has ended',
  async () => {
    office = officeWithMail(1, ['Anna']);
    const configure = () => {
      writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    };
    const runAt = (time: string) => command(['run', '--quiet', '--now', winter(time)], { cwd: office.directory });
    configure();
    const first = await runAt('11-24 09:00');
    expect(first).toMatchObject({ code: 75, stdout: '' });
    expect(first.stderr).toContain('MAILBOX_UNREACHABLE');
    expect(first.stderr).toMatch(/kind .*│ unknown │ waiting │ skipped/);
    expect(first.stderr).toMatch(/audit-completed +│ yes +│ +1 │ +0 │ +0 │ +0 │ +0 │ +1 │/);
    expect(await runAt('11-24 09:01')).toEqual(silent);
    addMailFor(office, 'Ewa');
    expect(await office.run(winter('11-24 09:02'))).toMatchObject({ exitCode: 75, hasUnreportedFaults: false });
    expect(await office.run(winter('11-25 00:00'))).toMatchObject({ exitCode: 75, hasUnreportedFaults: true });
    expect(await office.run(winter('11-25 00:01'))).toMatchObject({ exitCode: 75, hasUnreportedFaults: false });

    const peer = await startSmtp();
    try {
      const { from } = office.settings['mailbox'] as { from: string };
      const smtp = { host: '127.0.0.1', port: peer.port, security: 'none' };
      office.settings = { ...office.settings, mailbox: { from, smtp } };
      configure();
      const ended = await runAt('11-25 00:02');
      expect(ended.code).toBe(0);
      expect(ended.stderr).toMatch(/^✓ Resolved: .*127\.0\.0\.1:1.* \(since 24\.11\.2026 09:00\)$/m);
      expect(await office.run(winter('11-25 00:03'))).toMatchObject({
        exitCode: 0,
        hasUnreportedFaults: false,
        endedFaults: [],
      });
    } finally {
      await peer.close();
    }
  },
);

test('A fault of a kind ends when that kind is planned, and each held message is reported once', async () => {
  office = new TestOffice({
    'audit-completed': {
      since: winter('11-24 00:00'),
      onUnknown: 'hold',
      schedule: { every: '1 hour', startAt: '06:00' },
    },
    'user-activity': { schedule: { every: '1 minute', startAt: '06:00' } },
  });
  const faultsAt = async (time: string) => {
    const { hasUnreportedFaults, endedFaults, exitCode } = await office.run(winter(time));
    return [exitCode, hasUnreportedFaults, endedFaults.length];
  };
  addMailFor(office, 'Anna');
  office.database.renameColumn('source_audits', 'period', 'okres');
  expect(await faultsAt('11-24 09:00')).toEqual([78, true, 0]);
  expect(await faultsAt('11-24 10:00')).toEqual([78, false, 0]);
  office.database.renameColumn('source_audits', 'okres', 'period');
  expect(await faultsAt('11-24 10:30')).toEqual([0, false, 1]);

  office.change("UPDATE messages SET state = 'unknown'");
  expect(await faultsAt('11-24 11:01')).toEqual([1, true, 0]);
  expect(await faultsAt('11-24 11:02')).toEqual([1, false, 0]);
  const [{ id }] = office.rows<{ id: number }>('SELECT id FROM messages') as [{ id: number }];
  await office.run(winter('11-24 11:03'), { discard: [String(id)] });
  expect(await faultsAt('11-24 11:04')).toEqual([0, false, 0]);
  expect(office.rows('SELECT * FROM standing_faults')).toEqual([]);
});
