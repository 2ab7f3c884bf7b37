import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readPeakMemory, writePeakMemoryProbe } from '../../bench/measure/peak-memory.js';
import { command } from '../helpers/command.js';
import { onSqlServer, TestOffice, winter } from '../helpers/office.js';

const megabytes = 10;
/** More than for a short text, because SQLite reads the long one from the disk: milliseconds and kilobytes. */
const allowedMs = 5000;
const allowedMemory = 120 * 1024;

const offices: TestOffice[] = [];
afterEach(() => {
  for (const office of offices.splice(0)) office.close();
});

/** An office with one event of each kind, and these texts in its columns. */
function officeWith({ user = '', client: clientText = '', remarks = 'brak' }): TestOffice {
  const office = new TestOffice({
    'audit-completed': { since: winter('11-24 00:00') },
    'documents-delivered': { since: winter('11-24 00:00') },
    'client-activity-accounting': { since: winter('11-24 00:00') },
    'office-activity': { recipients: ['szef@biuro.example'] },
    absences: { recipients: ['kadry@biuro.example'] },
  });
  offices.push(office);
  const anna = office.user('Anna', 'anna@biuro.example', { display_name: `Anna ${user}` });
  const client = office.client(`Firma ${clientText}`, { client: [anna], accounting: [anna] });
  const at = winter('11-24 08:00');
  office.audit(client, at);
  office.delivery(client, at, { remarks });
  office.activity(client, 'accounting', at);
  office.approvals(anna, at, 3);
  office.absence('Jan', '2026-11-24', '2026-11-26');
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
  return office;
}

async function measureRun(texts: Parameters<typeof officeWith>[0]) {
  const office = officeWith(texts);
  const probe = writePeakMemoryProbe(office.directory);
  const started = performance.now();
  const { stderr, code } = await command(['run', '--now', winter('11-24 09:00')], {
    cwd: office.directory,
    env: { NODE_OPTIONS: `--require ${probe}` },
  });
  const ms = performance.now() - started;
  const mails = (await office.newMails()).length;
  return { code, mails, ms, peak: readPeakMemory(stderr) };
}

test.skipIf(onSqlServer)('A text of 10 MB costs a run few seconds and little memory, wherever it stands', async () => {
  const short = await measureRun({});
  expect(short).toMatchObject({ code: 0, mails: 5 });
  for (const place of ['user', 'client', 'remarks']) {
    const long = await measureRun({ [place]: 'ż'.repeat((megabytes * 1024 * 1024) / 2) });
    expect(long, place).toMatchObject({ code: 0, mails: 5 });
    expect(long.ms - short.ms, place).toBeLessThan(allowedMs);
    expect(long.peak - short.peak, place).toBeLessThan(allowedMemory);
  }
});
