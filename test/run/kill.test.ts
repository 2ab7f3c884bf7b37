import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bin, command } from '../helpers/command.js';
import { parseMail, TestOffice } from '../helpers/office.js';
import { plainMailbox, startSmtp, type SmtpPeer } from '../helpers/smtp.js';

const mails = 300;
const kills = 15;
const connections = 3;

let office: TestOffice;
let peer: SmtpPeer;
afterEach(async () => {
  office.close();
  await peer.close();
});

/** Time passes: what dead processes held is due to be picked up. */
function letLeasesRunOut(): void {
  office.change("UPDATE messages SET lease_until = '2020-01-01T00:00:00.000Z' WHERE lease_until IS NOT NULL");
}

/** Starts a run and kills it at some moment after the server has taken a few more mails. */
async function killedRun(after: number): Promise<void> {
  const target = peer.received.length + after;
  const child = spawn(process.execPath, [bin, 'run', '--quiet'], { cwd: office.directory, stdio: 'ignore' });
  const closed = new Promise<void>((resolve) => child.on('close', () => { resolve(); }));
  while (peer.received.length < target && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill('SIGKILL');
  await closed;
}

test.each(['resend', 'hold'] as const)('processes killed while sending, onUnknown: %s', async (onUnknown) => {
  peer = await startSmtp({ delay: 3 });
  office = new TestOffice({ 'audit-completed': { since: '2026-01-01T00:00:00Z', onUnknown } }, { mailbox: plainMailbox(peer.port, { connections }) });
  for (let index = 0; index < mails; index += 1) {
    office.audit(office.client(`Firma ${index}`, { client: [office.user(`Osoba${index}`)] }), new Date(Date.now() - 60_000).toISOString());
  }
  writeFileSync(join(office.directory, 'mobevo-notify.config.json'), JSON.stringify(office.settings));

  for (let kill = 0; kill < kills; kill += 1) {
    await killedRun(1 + (kill * 7) % 13);
    letLeasesRunOut();
  }
  const last = await command(['run', '--quiet'], { cwd: office.directory });
  const unknown = office.rows<{ count: number }>("SELECT COUNT(*) AS count FROM attempts WHERE outcome = 'unknown'")[0]!.count;
  const ids = await Promise.all(peer.received.map(async ({ raw }) => (await parseMail(raw)).parsed.messageId!));
  const doubled = ids.length - new Set(ids).size;
  const reached = new Set(peer.received.map(({ to }) => to[0])).size;
  process.stdout.write(`onUnknown ${onUnknown}: ${kills} kills, ${unknown} unknown, ${doubled} doubled, ${reached} of ${mails} reached\n`);

  expect(unknown).toBeGreaterThan(0);
  expect(unknown).toBeLessThanOrEqual(kills * connections);
  if (onUnknown === 'resend') {
    expect(last.code).toBe(0);
    expect(office.states()).toEqual({ sent: mails });
    expect(reached).toBe(mails);
    expect(doubled).toBeLessThanOrEqual(unknown);
  } else {
    expect(last.code).toBe(1);
    expect(office.states()).toEqual({ sent: mails - unknown, unknown });
    expect(doubled).toBe(0);
  }
});
