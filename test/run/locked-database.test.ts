import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { command, root } from '../helpers/command.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer | undefined;
afterEach(async () => {
  office.close();
  await peer?.close();
});

/** Another process that holds the write lock for a while, or keeps out readers as well. */
function holdLock(ms: number, { isExclusive = false } = {}): Promise<ChildProcess> {
  const script = join(office.directory, 'hold.mjs');
  writeFileSync(
    script,
    `import Database from ${JSON.stringify(join(root, 'node_modules', 'libsql', 'index.js'))};
    const db = new Database(${JSON.stringify(join(office.directory, 'office.db'))});
    db.exec('PRAGMA busy_timeout = 10000; ${isExclusive ? 'BEGIN EXCLUSIVE' : 'BEGIN IMMEDIATE'}');
    process.send('held');
    setTimeout(() => { db.exec('COMMIT'); }, ${ms});`,
  );
  return new Promise((resolve) => {
    const child = fork(script);
    child.once('message', () => {
      resolve(child);
    });
  });
}

test.skipIf(onSqlServer)(
  'SQLite: replies of the mail server are still read while another process locks the database',
  async () => {
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 20);
    peer = await startSmtp({ delay: 300 });
    office = new TestOffice(
      { 'audit-completed': { since: '2026-01-01T00:00:00Z' } },
      { mailbox: plainMailbox(peer.port) },
    );
    for (const name of ['Anna', 'Jan', 'Ewa', 'Ola'])
      office.audit(office.client(name, { client: [office.user(name)] }), new Date(Date.now() - 60_000).toISOString());
    const running = office.run();
    while (peer.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await holdLock(4_000);
    const report = await running;
    clearInterval(beat);
    expect(report.kinds[0]).toMatchObject({ sent: 4, unknown: 0 });
    expect(peer.received).toHaveLength(4);
    expect(longest).toBeLessThan(3_000);
  },
);

test.skipIf(onSqlServer)(
  'SQLite: while another program keeps the file to itself, each command ends soon with one error, and nothing is lost',
  async () => {
    office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z' } });
    office.audit(office.client('Kłos', { client: [office.user('Anna')] }), new Date(Date.now() - 60_000).toISOString());
    writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));
    // Without the log of WAL, an exclusive lock keeps out readers as well.
    office.db.exec('PRAGMA journal_mode = DELETE');
    const holder = await holdLock(60_000, { isExclusive: true });
    const start = performance.now();
    const results = await Promise.all(
      [
        ['run', '--check'],
        ['preview', '--list'],
        ['run', '--dry-run'],
        ['run', '--max-duration', '6s'],
      ].map((args) => command(args, { cwd: office.directory })),
    );
    expect(performance.now() - start).toBeLessThan(20_000);
    for (const { code, stdout, stderr } of results) {
      expect({ code, errors: `${stdout}${stderr}`.match(/\[[A-Z_]+\]/g) }).toEqual({
        code: 75,
        errors: ['[DATABASE_BUSY]'],
      });
      expect(`${stdout}${stderr}`).toContain(
        `${join(office.directory, 'office.db')} is busy: another program has locked`,
      );
    }
    holder.kill();
    await once(holder, 'exit');
    const { code, stdout } = await command(['run', '--json'], { cwd: office.directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/"sent":1/) as string });
  },
  60_000,
);
