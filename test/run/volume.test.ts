import { watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readPeakMemory, writePeakMemoryProbe } from '../../bench/measure/peak-memory.js';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';

const activities = 100_000;
const guardians = 500;
const limit = 200 * 1024;

let office: TestOffice;
afterEach(() => {
  office.close();
});

// SQLite only: inserting the rows on SQL Server takes minutes, and the statements are the same.
test.skipIf(onSqlServer)(
  'SQLite: one run below 200 MB turns 100,000 activities into digests for 500 guardians',
  async () => {
    office = new TestOffice({ 'client-activity-accounting': { since: '2026-01-01T00:00:00Z' } });
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    office.db.exec('BEGIN');
    const clients = Array.from({ length: guardians }, (_, index) =>
      office.client(`Firma ${index}`, { accounting: [office.user(`Osoba${index}`)] }),
    );
    const insert = office.db.prepare('INSERT INTO source_panel_activities VALUES (?, ?, ?, ?, ?, ?, ?)');
    const start = Date.now() - 86_400_000;
    for (let index = 0; index < activities; index += 1) {
      insert.run(
        1_000_000 + index,
        new Date(start + index * 800).toISOString(),
        clients[index % guardians]!,
        'accounting',
        'wysłanie skanów faktur',
        'Jan Klient',
        `plik ${index}`,
      );
    }
    office.db.exec('COMMIT');

    const created = new Set<string | null>();
    const watcher = watch(office.directory, (_, name) => created.add(name));
    const probe = writePeakMemoryProbe(office.directory);
    const { stdout, stderr, code } = await command(['run', '--json'], {
      cwd: office.directory,
      env: { NODE_OPTIONS: `--require ${probe}` },
    });
    watcher.close();
    expect(code).toBe(0);
    // What the plan sorts goes into temporary files beside the database, as SQLite names them, not into memory.
    if (process.platform !== 'win32')
      expect([...created].filter((name) => name?.startsWith('etilqs_'))).not.toEqual([]);
    const report = JSON.parse(stdout.trim().split('\n').at(-1)!) as { kinds: unknown[] };
    expect(report.kinds).toMatchObject([{ planned: guardians, sent: guardians }]);
    const peak = readPeakMemory(stderr);
    process.stdout.write(`peak memory: ${Math.round(peak / 1024)} MB\n`);
    expect(peak).toBeLessThan(limit);

    const mails = await office.newMails();
    expect(mails).toHaveLength(guardians);
    for (const mail of mails) expect(mail.text).toMatch(/\b200\b/);
    expect(office.rows('SELECT COUNT(*) AS count FROM message_events')).toMatchObject([{ count: activities }]);
  },
);
