import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { root } from '../helpers/command.js';
import { onSqlServer, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  office.close();
  await peer.close();
});

/** Another process that holds the write lock for a while. */
function holdLock(ms: number): Promise<void> {
  const script = join(office.directory, 'hold.mjs');
  writeFileSync(
    script,
    `import Database from ${JSON.stringify(join(root, 'node_modules', 'libsql', 'index.js'))};
    const db = new Database(${JSON.stringify(join(office.directory, 'office.db'))});
    db.exec('PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE');
    process.send('held');
    setTimeout(() => { db.exec('COMMIT'); }, ${ms});`,
  );
  return new Promise((resolve) => {
    fork(script).once('message', () => {
      resolve();
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
